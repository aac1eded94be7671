import { createHash } from "node:crypto";
import type { Cluster } from "../../kubernetes/cluster.ts";
import { type Manifest, ownedBy } from "../../kubernetes/object.ts";
import { parseImage } from "../../kubernetes/workloads/kubelet/images.ts";
import type { JsonObject } from "../../world/json.ts";
import { apiVersion } from "./kinds.ts";
import type { Settings } from "./settings.ts";
import type { ScanTarget } from "./targets.ts";

/** Name of a workload's reports, of which there is one of each kind. */
export function reportName({ workload }: ScanTarget): string {
  return `${workload.kind.toLowerCase()}-${workload.metadata.name}`.slice(0, 63);
}

/** What is wrong with the image of a workload; how much is made up, the same for the same image. It goes with its workload. */
export function vulnerabilityReport(cluster: Cluster, target: ScanTarget, settings: Settings): Manifest {
  const count = (severity: string, most: number): number => {
    const found = madeUp(most, `${target.image} ${severity}`);
    return settings.ignoresUnfixed ? Math.floor(found / 2) : found;
  };
  const image = parseImage(target.image);
  return manifest(cluster, target, "VulnerabilityReport", {
    registry: { server: image?.registry ?? "" },
    artifact: { repository: image?.repository ?? target.image, tag: image?.tag ?? "" },
    summary: {
      criticalCount: count("critical", 3),
      highCount: count("high", 12),
      mediumCount: count("medium", 30),
      lowCount: count("low", 40),
      unknownCount: 0,
    },
    vulnerabilities: [],
  });
}

/** What is wrong with the configuration of a workload. */
export function configurationReport(cluster: Cluster, target: ScanTarget): Manifest {
  const count = (severity: string, most: number): number => madeUp(most, `configuration ${target.image} ${severity}`);
  return manifest(cluster, target, "ConfigAuditReport", {
    summary: {
      criticalCount: 0,
      highCount: count("high", 4),
      mediumCount: count("medium", 8),
      lowCount: count("low", 12),
    },
    checks: [],
  });
}

/** A number below the limit, always the same for the same text. */
export function madeUp(below: number, text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0) % below;
}

function manifest(cluster: Cluster, target: ScanTarget, kind: string, report: JsonObject): Manifest {
  const { workload, container, image } = target;
  const { name, namespace = "" } = workload.metadata;
  return {
    apiVersion,
    kind,
    metadata: {
      name: reportName(target),
      namespace,
      labels: {
        "trivy-operator.resource.kind": workload.kind,
        "trivy-operator.resource.name": name.slice(0, 63),
        "trivy-operator.resource.namespace": namespace,
        "trivy-operator.container.name": container,
      },
      annotations: { "trivy-operator.aquasecurity.github.io/image": image },
      ownerReferences: [ownedBy(workload)],
    },
    report: {
      ...report,
      scanner: { name: "Trivy", vendor: "Aqua Security" },
      updateTimestamp: cluster.now.toISOString(),
    },
  };
}
