import { createHash } from "node:crypto";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { requestTags, type Tags } from "../tags.ts";
import { requireConfigurationSet } from "./configuration-set.ts";
import { type Dkim, type Identity, sesTables } from "./records.ts";
import { rules } from "./rules.ts";
import { checkTags } from "./tag-check.ts";
import { isAddress, isDomain } from "./verification.ts";

/** How an identity's owner wants its mail signed: by keys of SES, or by one of their own. */
export type Signing =
  | { readonly origin: "AWS_SES"; readonly nextKeyLength: string | null }
  | { readonly origin: "EXTERNAL"; readonly selector: string };

/** What `CreateEmailIdentity` is asked for. */
export interface IdentityProperties {
  readonly name: string;
  readonly configurationSetName?: string | null;
  readonly signing?: Signing | null;
  readonly tags?: Tags;
}

/** ARN of an identity, whether it exists or not. */
export function identityArn(aws: Aws, name: string): string {
  return aws.arn("ses", `identity/${name}`);
}

/** The identity of that name. */
export function findIdentity(aws: Aws, name: string): Identity | undefined {
  return identities(aws).get(name);
}

/** `ses:CreateEmailIdentity` of version 2: a domain gets its DKIM tokens at once, an address a mail with a link. */
export function createIdentity(aws: Aws, properties: IdentityProperties): Identity {
  const { name, configurationSetName = null, signing = null, tags = {} } = properties;
  const request = {
    action: "ses:CreateEmailIdentity",
    resources: [identityArn(aws, name)],
    parameters: { emailIdentity: name, configurationSetName },
    conditions: requestTags(tags),
  };
  return aws.call(request, () => {
    refuseUnless(isAddress(name) || isDomain(name), rules.identityForm, name);
    refuseIf(identities(aws).has(name), rules.identityDuplicate, name);
    refuseIf(signing && !isDomain(name), rules.dkimOfAddress);
    if (configurationSetName !== null) requireConfigurationSet(aws, configurationSetName);
    checkTags(tags);
    const dkim = isDomain(name) ? startedDkim(aws, name, signing) : unstartedDkim("RSA_1024_BIT");
    return putNew(aws, { name, dkim, configurationSetName, tags });
  });
}

/** `ses:PutEmailIdentityConfigurationSetAttributes`; null takes the default set away. */
export function setIdentityConfigurationSet(aws: Aws, name: string, configurationSetName: string | null): Identity {
  return changeIdentity(aws, "PutEmailIdentityConfigurationSetAttributes", name, () => {
    if (configurationSetName !== null) requireConfigurationSet(aws, configurationSetName);
    return { configurationSetName };
  });
}

/** `ses:PutEmailIdentityDkimSigningAttributes`: new keys only where SES did not sign with its own before. */
export function setSigning(aws: Aws, name: string, signing: Signing): Identity {
  return changeIdentity(aws, "PutEmailIdentityDkimSigningAttributes", name, ({ type, dkim }) => {
    refuseIf(type === "EMAIL_ADDRESS", rules.dkimOfAddress);
    if (signing.origin === "EXTERNAL" || dkim.origin === "EXTERNAL") {
      return { dkim: startedDkim(aws, name, signing) };
    }
    return { dkim: { ...dkim, nextKeyLength: signing.nextKeyLength ?? dkim.nextKeyLength } };
  });
}

/** `ses:TagResource` and `ses:UntagResource` together: the identity then has exactly these tags. */
export function tagIdentity(aws: Aws, name: string, tags: Tags): Identity {
  return changeIdentity(aws, "TagResource", name, () => {
    checkTags(tags);
    return { tags };
  });
}

/** `ses:DeleteEmailIdentity`. */
export function deleteIdentity(aws: Aws, name: string): void {
  const resources = [identityArn(aws, name)];
  aws.call({ action: "ses:DeleteEmailIdentity", resources, parameters: { emailIdentity: name } }, () => {
    refuseUnless(identities(aws).delete(name), rules.identityMissing, name);
  });
}

/** The signing of an identity that nobody asked to sign yet. */
export function unstartedDkim(nextKeyLength: string): Dkim {
  return {
    origin: "AWS_SES",
    status: "NOT_STARTED",
    tokens: [],
    currentKeyLength: null,
    nextKeyLength,
    lastKeyGeneration: null,
  };
}

/** The signing of a domain that waits for its records. */
export function startedDkim(aws: Aws, domain: string, signing: Signing | null): Dkim {
  if (signing?.origin === "EXTERNAL") {
    const { selector } = signing;
    return { ...unstartedDkim(""), origin: "EXTERNAL", status: "PENDING", tokens: [selector], nextKeyLength: null };
  }
  const keyLength = signing?.nextKeyLength ?? "RSA_2048_BIT";
  return {
    origin: "AWS_SES",
    status: "PENDING",
    tokens: [1, 2, 3].map((nth) => aws.ids.text(32, tokenLetters, "ses/dkim", [aws.account, aws.region, domain, nth])),
    currentKeyLength: keyLength,
    nextKeyLength: keyLength,
    lastKeyGeneration: aws.now,
  };
}

const tokenLetters = "abcdefghijklmnopqrstuvwxyz234567";

/** Keeps a new identity, unverified. */
export function putNew(
  aws: Aws,
  identity: Pick<Identity, "name" | "dkim" | "configurationSetName" | "tags">,
): Identity {
  const { name } = identity;
  return identities(aws).put(name, {
    ...identity,
    arn: identityArn(aws, name),
    type: name.includes("@") ? "EMAIL_ADDRESS" : "DOMAIN",
    verification: "PENDING",
    verificationToken: verificationToken(aws, name),
  });
}

/** A domain has the same token in an account and Region for ever, so that its record outlives the identity. */
function verificationToken(aws: Aws, name: string): string {
  const { account, region, world } = aws;
  return createHash("sha256").update(`${world.seed} ses ${account} ${region} ${name}`).digest("base64");
}

/** Changes an identity in one call. */
function changeIdentity(
  aws: Aws,
  operation: string,
  name: string,
  change: (identity: Identity) => Partial<Identity>,
): Identity {
  const resources = [identityArn(aws, name)];
  return aws.call({ action: `ses:${operation}`, resources, parameters: { emailIdentity: name } }, () => {
    const held = findIdentity(aws, name);
    refuseUnless(held, rules.identityMissing, name);
    return identities(aws).put(name, { ...held, ...change(held) });
  });
}

function identities(aws: Aws) {
  return aws.table<Identity>(sesTables.identity);
}
