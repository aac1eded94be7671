import { refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { classicRules } from "./classic-rules.ts";
import { findIdentity, identityArn, putNew, startedDkim, unstartedDkim } from "./identity.ts";
import { type Identity, sesTables } from "./records.ts";
import { isAddress, isDomain } from "./verification.ts";

/** `ses:VerifyEmailIdentity`: for an address that is there already, one more mail. */
export function verifyEmailIdentity(aws: Aws, address: string): Identity {
  return classicCall(aws, "VerifyEmailIdentity", address, () => {
    refuseUnless(isAddress(address), classicRules.address, address);
    return findIdentity(aws, address) ?? putUnsigned(aws, address);
  });
}

/** `ses:VerifyDomainIdentity`: for a domain that is there already, the same token. */
export function verifyDomainIdentity(aws: Aws, domain: string): Identity {
  return classicCall(aws, "VerifyDomainIdentity", domain, () => {
    refuseUnless(isDomain(domain), classicRules.domain, domain);
    return findIdentity(aws, domain) ?? putUnsigned(aws, domain);
  });
}

/** `ses:VerifyDomainDkim`: tokens for a domain, which comes into being where it is not there. */
export function verifyDomainDkim(aws: Aws, domain: string): Identity {
  return classicCall(aws, "VerifyDomainDkim", domain, () => {
    refuseUnless(isDomain(domain), classicRules.domain, domain);
    const held = findIdentity(aws, domain) ?? putUnsigned(aws, domain);
    if (held.dkim.status !== "NOT_STARTED") return held;
    return identities(aws).put(domain, { ...held, dkim: startedDkim(aws, domain, null) });
  });
}

/** One of the `ses:GetIdentity…Attributes` calls, which do not miss an identity. */
export function identityAttributes(aws: Aws, operation: string, name: string): Identity | undefined {
  return classicCall(aws, operation, name, () => findIdentity(aws, name));
}

/** `ses:DeleteIdentity`, which does not mind when there is none. */
export function deleteClassicIdentity(aws: Aws, name: string): void {
  const request = {
    action: "ses:DeleteIdentity",
    sdkClient: "SES",
    resources: [identityArn(aws, name)],
    parameters: { identity: name },
  };
  aws.call(request, () => identities(aws).delete(name));
}

function classicCall<Result>(aws: Aws, operation: string, identity: string, perform: () => Result): Result {
  return aws.call({ action: `ses:${operation}`, sdkClient: "SES", parameters: { identity } }, perform);
}

function putUnsigned(aws: Aws, name: string): Identity {
  return putNew(aws, { name, dkim: unstartedDkim("RSA_1024_BIT"), configurationSetName: null, tags: {} });
}

function identities(aws: Aws) {
  return aws.table<Identity>(sesTables.identity);
}
