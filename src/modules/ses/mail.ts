import { Construct } from "constructs";
import { IamPolicy } from "../../../.gen/aws/iam-policy.js";
import { Sesv2ConfigurationSet } from "../../../.gen/aws/sesv2-configuration-set.js";
import { Sesv2EmailIdentity } from "../../../.gen/aws/sesv2-email-identity.js";
import { limitedName } from "../../configuration/names.ts";
import { policyDocument } from "../iam/documents.ts";
import { policyName } from "../iam/names.ts";
import { type DnsRecord, domainRecords } from "./dns-records.ts";

export interface MailProps {
  /** Begins the names of what is unique in an account, so that two environments can share one. */
  readonly name: string;
  /** Addresses to send from; each owner confirms by a link in a mail. */
  readonly addresses: readonly string[];
  /** Domains to send from, confirmed by DKIM records. */
  readonly domains: readonly string[];
}

/**
 * Mail by the SES API: identities, a configuration set, and the policy of a sender.
 * There is no SMTP user: its key would live for years, in a state. A workload sends with its own role and this policy.
 */
export class Mail extends Construct {
  readonly senderPolicyArn: string;
  /** What the owners of the domains publish; none for addresses. */
  readonly dnsRecords: readonly DnsRecord[];

  constructor(scope: Construct, id: string, props: MailProps) {
    super(scope, id);
    const configurationSet = new Sesv2ConfigurationSet(this, "mail", {
      configurationSetName: limitedName(props.name, 64),
      deliveryOptions: { tlsPolicy: "REQUIRE" },
      reputationOptions: { reputationMetricsEnabled: true },
      sendingOptions: { sendingEnabled: true },
      suppressionOptions: { suppressedReasons: ["BOUNCE", "COMPLAINT"] },
    });
    const identity = (emailIdentity: string): Sesv2EmailIdentity =>
      new Sesv2EmailIdentity(this, emailIdentity, {
        emailIdentity,
        configurationSetName: configurationSet.configurationSetName,
        ...(emailIdentity.includes("@") ? {} : { dkimSigningAttributes: { nextSigningKeyLength: "RSA_2048_BIT" } }),
      });
    const addresses = props.addresses.map(identity);
    const domains = props.domains.map((domain) => ({ domain, identity: identity(domain) }));
    this.dnsRecords = domains.flatMap(({ domain, identity: { dkimSigningAttributes } }) =>
      domainRecords(domain, dkimSigningAttributes.tokens),
    );
    this.senderPolicyArn = new IamPolicy(this, "mail-sender", {
      name: policyName(`${props.name}-mail-sender`),
      description: `Sends mail as an identity of ${props.name}, and as nobody else`,
      policy: policyDocument({
        Effect: "Allow",
        Action: ["ses:SendEmail", "ses:SendRawEmail"],
        Resource: [...addresses, ...domains.map((one) => one.identity), configurationSet].map(({ arn }) => arn),
        Condition: {
          StringLike: { "ses:FromAddress": [...props.addresses, ...props.domains.map((domain) => `*@${domain}`)] },
        },
      }),
    }).arn;
  }
}
