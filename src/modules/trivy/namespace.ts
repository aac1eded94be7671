import type { PlatformApplication } from "../gitops/application.ts";

const applications = ["trivy-operator", "trivy-operator-polr-adapter", "policy-reporter"] as const;

/** Name and namespace of one of the three parts of the scanner, which live together. */
export function securityNamespace(
  name: (typeof applications)[number],
): Pick<PlatformApplication, "name" | "namespace" | "sharesNamespaceWith"> {
  return {
    name,
    namespace: "trivy-system",
    sharesNamespaceWith: applications.filter((other) => other !== name),
  };
}
