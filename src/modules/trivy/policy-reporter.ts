import { type PlatformApplication, selfContained } from "../gitops/application.ts";
import { securityNamespace } from "./namespace.ts";

/** Shows PolicyReports; reached by port-forward only, since it asks nobody who they are. */
export function policyReporter(): PlatformApplication {
  return {
    ...selfContained,
    ...securityNamespace("policy-reporter"),
    engine: "argo-cd",
    project: "security",
    wave: 3,
    chart: {
      chart: "policy-reporter",
      release: "policy-reporter",
      values: {
        ui: { enabled: true, displayMode: "dark" },
        resources: { requests: { cpu: "5m", memory: "75Mi" }, limits: { cpu: "10m", memory: "100Mi" } },
      },
    },
  };
}
