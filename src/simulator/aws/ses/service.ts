import type { AwsService } from "../aws-service.ts";
import { accountSuppression } from "./account.ts";
import { classicConfigurationSet } from "./classic-configuration-set.ts";
import { classicEmailIdentity, domainDkim, domainIdentity } from "./classic-identity-types.ts";
import { classicRules } from "./classic-rules.ts";
import { configurationSet } from "./configuration-set-type.ts";
import { emailIdentity } from "./identity-type.ts";
import { rules } from "./rules.ts";

/** SES, both versions of its API over the same identities and configuration sets. */
export const ses: AwsService = {
  resources: [
    emailIdentity,
    configurationSet,
    accountSuppression,
    domainIdentity,
    domainDkim,
    classicEmailIdentity,
    classicConfigurationSet,
  ],
  dataSources: [],
  ephemeralResources: [],
  rules: [...Object.values(rules), ...Object.values(classicRules)],
  leftOut: [
    { id: "ses/verify-email", reason: "No refusal: an address stays pending until its owner follows the link." },
    { id: "ses/verify-domain", reason: "No refusal: a domain stays pending until its records are seen; none fail." },
    { id: "ses/verify-idempotent", reason: "No refusal: verifying again sends one more mail." },
    { id: "ses/v1-missing", reason: "No refusal: an unknown identity is absent, and so gone from the state." },
    { id: "ses/identity-scope", reason: "No refusal: a domain covers what is below it (see ses/unverified-sender)." },
    { id: "ses/mail-from", reason: "No type of the schemas sets a MAIL FROM domain." },
    { id: "ses/dkim", reason: "No refusal: the form of the tokens; records that vanish later are not watched." },
    { id: "ses/smtp-user", reason: "Nothing in the rehearsal logs in over SMTP." },
    { id: "ses/smtp-password", reason: "No refusal: the user's access key in IAM shows the derived password." },
    { id: "ses/rate", reason: "Mails are not counted; plan a fault to see throttling." },
    { id: "ses/endpoint", reason: "Ports are not simulated; the zones of an endpoint are checked by ec2/vpce-az." },
  ],
  durations: {},
};
