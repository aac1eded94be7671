import type { Cluster } from "../../kubernetes/cluster.ts";
import { numberAt, objectsAt, textAt } from "../../kubernetes/fields.ts";
import { isTerminating, type KubernetesObject } from "../../kubernetes/object.ts";
import { listed } from "../../kubernetes/workloads/pods/pods.ts";
import type { Settings } from "./settings.ts";

/** Kinds of workloads that are scanned, with the path of their pod template. Jobs and bare pods come and go too quickly here. */
const templates: Readonly<Record<string, string>> = {
  "apps/ReplicaSet": "spec.template",
  "apps/StatefulSet": "spec.template",
  "apps/DaemonSet": "spec.template",
  "batch/CronJob": "spec.jobTemplate.spec.template",
};

/** Kinds, as `group/Kind`, that are scanned. */
export const targetKinds: readonly string[] = Object.keys(templates);

/** A workload, and the image that stands for it. */
export interface ScanTarget {
  readonly workload: KubernetesObject;
  readonly container: string;
  readonly image: string;
}

/** Workloads that the settings let be scanned. */
export function scanTargets(cluster: Cluster, settings: Settings): readonly ScanTarget[] {
  const excluded = settings.excludedImages.map(imagePattern);
  return targetKinds
    .filter((kind) => settings.workloads.includes(kind.slice(kind.indexOf("/") + 1).toLowerCase()))
    .flatMap((kind) =>
      listed(cluster, kind).flatMap((workload) => {
        if (isTerminating(workload) || !isInScope(workload, settings)) return [];
        // An older revision of a Deployment is not looked at.
        if (kind === "apps/ReplicaSet" && numberAt(workload, "spec.replicas", 1) === 0) return [];
        const [container] = objectsAt(workload, `${templates[kind]}.spec.containers`);
        const image = textAt(container, "image");
        return image === "" || excluded.some((pattern) => pattern.test(image))
          ? []
          : [{ workload, container: textAt(container, "name"), image }];
      }),
    );
}

function isInScope({ metadata }: KubernetesObject, { namespaces, excludedNamespaces }: Settings): boolean {
  const { namespace = "" } = metadata;
  return (namespaces.length === 0 || namespaces.includes(namespace)) && !excludedNamespaces.includes(namespace);
}

/** Patterns are held against the end of the image's name: `eks/coredns:*` takes it from every registry. */
function imagePattern(pattern: string): RegExp {
  const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll("*", ".*");
  return new RegExp(`(^|/)${escaped}$`);
}
