import type { AwsService } from "../aws-service.ts";
import { secretData, secretVersionData, secretVersionEphemeral } from "./data-sources.ts";
import { rules } from "./rules.ts";
import { secret, secretPolicy } from "./secret-type.ts";
import { secretVersion } from "./version-type.ts";

/** Secrets Manager. */
export const secretsManager: AwsService = {
  resources: [secret, secretPolicy, secretVersion],
  dataSources: [secretData, secretVersionData],
  ephemeralResources: [secretVersionEphemeral],
  rules: Object.values(rules),
  leftOut: [
    { id: "sm/force-lag", reason: "A forced deletion takes effect at once; AWS gives no time for its purge." },
    { id: "sm/arn-suffix", reason: "No refusal: each creation draws a suffix of its own." },
  ],
  durations: {},
};
