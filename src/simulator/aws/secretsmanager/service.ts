import type { AwsService } from "../aws-service.ts";
import { secretData, secretVersionData, secretVersionEphemeral } from "./data-sources.ts";
import { rules } from "./rules.ts";
import { secretPolicy } from "./secret-policy-type.ts";
import { secret } from "./secret-type.ts";
import { secretVersion } from "./version-type.ts";

/** Secrets Manager. */
export const secretsManager: AwsService = {
  resources: [secret, secretPolicy, secretVersion],
  dataSources: [secretData, secretVersionData],
  ephemeralResources: [secretVersionEphemeral],
  rules: Object.values(rules),
  leftOut: [
    { id: "sm/name", reason: "The provider itself refuses other names." },
    { id: "sm/window", reason: "The provider itself refuses a window outside 7 to 30 days." },
    { id: "sm/force", reason: "The provider asks for a forced deletion or for a window, never for both." },
    { id: "sm/replica", reason: "The provider removes the replicas of a secret before it deletes it." },
    { id: "sm/force-lag", reason: "A forced deletion takes effect at once; AWS gives no time for its purge." },
    { id: "sm/arn-suffix", reason: "No refusal: each creation draws a suffix of its own." },
  ],
  durations: {},
};
