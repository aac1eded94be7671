import { Construct } from "constructs";
import { IamPolicy } from "../../../.gen/aws/iam-policy.js";
import { Sesv2ConfigurationSet } from "../../../.gen/aws/sesv2-configuration-set.js";
import { Sesv2EmailIdentity } from "../../../.gen/aws/sesv2-email-identity.js";
import { limitedName } from "../../configuration/names.ts";
import { policyDocument } from "../iam/documents.ts";
import { policyName } from "../iam/names.ts";

export interface MailProps {
  /** Begins the names of what is unique in an account, so that two environments can share one. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
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

  constructor(scope: Construct, id: string, props: MailProps) {
    super(scope, id);
    const configurationSet = new Sesv2ConfigurationSet(this, "mail", {
      configurationSetName: limitedName(props.name, 64),
      deliveryOptions: { tlsPolicy: "REQUIRE" },
      reputationOptions: { reputationMetricsEnabled: true },
      sendingOptions: { sendingEnabled: true },
      suppressionOptions: { suppressedReasons: ["BOUNCE", "COMPLAINT"] },
    });
    const identityArns = [
      ...props.addresses.map((address) => this.#identity(address, configurationSet).arn),
      ...props.domains.map(
        (domain) => this.#identity(domain, configurationSet, { nextSigningKeyLength: "RSA_2048_BIT" }).arn,
      ),
    ];
    this.senderPolicyArn = new IamPolicy(this, "mail-sender", {
      name: policyName(`${props.name}-mail-sender`),
      description: `Sends mail as an identity of ${props.name}, and as nobody else`,
      policy: policyDocument({
        Effect: "Allow",
        Action: ["ses:SendEmail", "ses:SendRawEmail"],
        Resource: [...identityArns, configurationSet.arn],
        Condition: {
          StringLike: { "ses:FromAddress": [...props.addresses, ...props.domains.map((domain) => `*@${domain}`)] },
        },
      }),
    }).arn;
  }

  #identity(
    identity: string,
    configurationSet: Sesv2ConfigurationSet,
    dkim?: { readonly nextSigningKeyLength: string },
  ): Sesv2EmailIdentity {
    return new Sesv2EmailIdentity(this, identity, {
      emailIdentity: identity,
      configurationSetName: configurationSet.configurationSetName,
      ...(dkim ? { dkimSigningAttributes: dkim } : {}),
    });
  }
}
