import type { LeftOut } from "../rule.ts";

/** Facts of Flux that are not enforced. */
export const fluxLeftOut: readonly LeftOut[] = [
  {
    id: "flux/intervals",
    reason: "Sources and releases are looked at again when something changes or asks, not by a timer.",
  },
  {
    id: "flux/endless-retries",
    reason: "Something that fails is tried twenty times, so that the rehearsal of something broken ends.",
  },
  {
    id: "flux/impersonation",
    reason: "Objects are applied with the rights of the controllers; serviceAccountName is not looked at.",
  },
  { id: "flux/verification", reason: "Signatures of sources are not checked: no key is known." },
  { id: "flux/notifications", reason: "Alerts and Providers are accepted, and nothing is sent." },
  { id: "flux/helm-tests", reason: "Test hooks of charts are not run after a release." },
];
