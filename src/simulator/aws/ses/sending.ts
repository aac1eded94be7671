import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { accountSetting } from "./account.ts";
import { configurationSetArn, requireConfigurationSet } from "./configuration-set.ts";
import { findIdentity, identityArn } from "./identity.ts";
import type { Identity } from "./records.ts";
import { rules } from "./rules.ts";
import { isVerified } from "./verification.ts";

/** A mail as far as SES looks at it. */
export interface Mail {
  /** Address. */
  readonly from: string;
  /** Addresses. */
  readonly to: readonly string[];
  /** The identity's default set where left out. */
  readonly configurationSetName?: string;
}

/** `ses:SendEmail` of version 2, as a workload calls it; gives the id of the message. */
export function sendEmail(aws: Aws, mail: Mail): string {
  const { from, to } = mail;
  const sender = senderOf(aws, from);
  const setName = mail.configurationSetName ?? sender?.configurationSetName ?? null;
  const request = {
    action: "ses:SendEmail",
    resources: [
      sender?.arn ?? identityArn(aws, from),
      ...(setName === null ? [] : [configurationSetArn(aws, setName)]),
    ],
    parameters: { from, to },
    conditions: { "ses:FromAddress": from, "ses:Recipients": to },
  };
  return aws.call(request, () => {
    refuseUnless(isVerified(aws, from), rules.unverifiedSender, aws.region, from);
    if (setName !== null) refuseUnless(requireConfigurationSet(aws, setName).sendingEnabled, rules.paused, setName);
    const unverified = accountSetting(aws).productionAccess ? [] : to.filter((address) => !receives(aws, address));
    refuseIf(unverified.length > 0, rules.sandbox, aws.region, unverified);
    return `0100${aws.ids.hex(12, "ses/message", mail)}-${aws.ids.uuid("ses/message", mail)}-000000`;
  });
}

/** In the sandbox, mail reaches what is verified, and the addresses with which SES lets one try it. */
function receives(aws: Aws, address: string): boolean {
  return isVerified(aws, address) || address.endsWith("@simulator.amazonses.com");
}

/** The identity that a mail from this address is sent with: the address itself, else the nearest domain above it. */
function senderOf(aws: Aws, address: string): Identity | undefined {
  const labels = address.slice(address.indexOf("@") + 1).split(".");
  const candidates = [address, ...labels.map((_label, index) => labels.slice(index).join("."))];
  return candidates.map((name) => findIdentity(aws, name)).find((identity) => identity !== undefined);
}
