import type { AwsService } from "../aws-service.ts";
import { alias } from "./alias.ts";
import { keyData } from "./data-sources.ts";
import { grant } from "./grant.ts";
import { keyPolicy } from "./key-policy-type.ts";
import { key } from "./key-type.ts";
import { rules } from "./rules.ts";

/** KMS. */
export const kms: AwsService = {
  resources: [key, alias, grant, keyPolicy],
  dataSources: [keyData],
  ephemeralResources: [],
  rules: Object.values(rules),
  leftOut: [
    { id: "kms/policy-default", reason: "No refusal: a key without a policy gets the default one." },
    { id: "kms/no-name", reason: "No refusal: every creation makes a new key." },
    { id: "kms/delete-window", reason: "The provider itself refuses a window outside 7 to 30 days." },
    { id: "kms/delete-again", reason: "The provider takes a key that waits for its deletion for deleted." },
    { id: "kms/alias-prefix", reason: "The provider itself refuses a name that does not begin with alias/." },
    { id: "kms/alias-reserved", reason: "The provider itself refuses a name that begins with alias/aws/." },
    { id: "kms/rotation-period", reason: "The provider itself refuses a period outside 90 to 2560 days." },
    { id: "kms/pending-import", reason: "No type of the schemas makes a key without material." },
    { id: "kms/delete-actual", reason: "No refusal: a key goes with its aliases when its deletion date has passed." },
    {
      id: "kms/delete-effects",
      reason: "No refusal of KMS: each service that uses a key refuses in its own words (logs/kms, sm/kms).",
    },
    { id: "kms/alias-key-deleted", reason: "No refusal: aliases stay until the key is gone (see kms/alias-dup)." },
    { id: "kms/grant", reason: "No refusal: grants are made and count in authorisation at once." },
    { id: "kms/eventual", reason: "Changes are seen at once; the real provider retries through the delay." },
  ],
  durations: { aws_kms_key: { create: 21, delete: 1 } },
};
