import { Fn } from "cdktn";

/** A record that the owner of a domain publishes; the zone is not this platform's. */
export interface DnsRecord {
  readonly name: string;
  readonly type: "CNAME" | "TXT";
  readonly value: string;
}

/** Keys by which SES signs for a domain. Source: SES Developer Guide, "Easy DKIM in Amazon SES". */
const dkimKeys = 3;

/**
 * The records that prove a domain to SES and to those who get its mail.
 *
 * @param tokens the identity's DKIM tokens, known when it exists
 */
export function domainRecords(domain: string, tokens: string[]): DnsRecord[] {
  const dkim = Array.from({ length: dkimKeys }, (_, index): DnsRecord => {
    const token: string = Fn.element(tokens, index);
    return { name: `${token}._domainkey.${domain}`, type: "CNAME", value: `${token}.dkim.amazonses.com` };
  });
  return [...dkim, { name: `_dmarc.${domain}`, type: "TXT", value: "v=DMARC1; p=quarantine" }];
}
