import { createHash } from "node:crypto";
import type { ReleaseOptions } from "../../helm/release-options.ts";
import { at, flagAt, numberAt, textAt } from "../../kubernetes/fields.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import { secondsOf } from "../../time/duration.ts";

/** What a HelmRelease does with the definitions of its chart's folder `crds/`. */
export type DefinitionPolicy = "Skip" | "Create" | "CreateReplace";

/** Name of the Helm release: the target namespace goes before, and what is longer than 53 characters is shortened. */
export function releaseNameOf({ spec, metadata }: KubernetesObject): string {
  const written = textAt(spec, "releaseName");
  const target = textAt(spec, "targetNamespace");
  const name = written || (target ? `${target}-${metadata.name}` : metadata.name);
  if (name.length <= 53) return name;
  return `${name.slice(0, 40)}-${createHash("sha256").update(name).digest("hex").slice(0, 12)}`;
}

/** Namespace of the Helm release. */
export function releaseNamespaceOf({ spec, metadata }: KubernetesObject): string {
  return textAt(spec, "targetNamespace") || (metadata.namespace ?? "");
}

/** Options of one action; what is said of the action counts before what is said of the release. */
export function optionsOf(
  { spec }: KubernetesObject,
  action: "install" | "upgrade" | "rollback" | "uninstall",
): Partial<ReleaseOptions> {
  const timeout = secondsOf(at(spec, `${action}.timeout`), secondsOf(at(spec, "timeout"), 300));
  const wait = !flagAt(spec, `${action}.disableWait`);
  return {
    timeout,
    wait,
    waitForJobs: wait && !flagAt(spec, `${action}.disableWaitForJobs`),
    runHooks: !flagAt(spec, `${action}.disableHooks`),
    createNamespace: flagAt(spec, "install.createNamespace"),
    takeOwnership: !flagAt(spec, `${action}.disableTakeOwnership`),
    skipCrds: true,
    replace: true,
    cleanupOnFail: flagAt(spec, `${action}.cleanupOnFail`),
    resetValues: true,
    maxHistory: numberAt(spec, "maxHistory", 5),
  };
}

/** What happens to definitions: made at an install, left alone at an upgrade unless said otherwise. */
export function definitionPolicyOf({ spec }: KubernetesObject, action: "install" | "upgrade"): DefinitionPolicy {
  const written = textAt(spec, `${action}.crds`);
  if (written === "Skip" || written === "Create" || written === "CreateReplace") return written;
  return action === "install" ? "Create" : "Skip";
}

/** How often a failed action is tried again; negative for ever. */
export function retriesOf({ spec }: KubernetesObject, action: "install" | "upgrade"): number {
  return numberAt(spec, `${action}.remediation.retries`, 0);
}

/** True when the last failure is cleaned up, too. */
export function remediatesLast(release: KubernetesObject, action: "install" | "upgrade"): boolean {
  const written = at(release.spec, `${action}.remediation.remediateLastFailure`);
  return typeof written === "boolean" ? written : action === "upgrade" && retriesOf(release, action) > 0;
}

/** What a failed upgrade is followed by. */
export function upgradeStrategyOf({ spec }: KubernetesObject): "rollback" | "uninstall" {
  return textAt(spec, "upgrade.remediation.strategy") === "uninstall" ? "uninstall" : "rollback";
}

/** The chart and values of a release as a digest, to tell whether the cluster has them. */
export function digestOf(parts: readonly unknown[]): string {
  return `sha256:${createHash("sha256").update(JSON.stringify(parts)).digest("hex")}`;
}
