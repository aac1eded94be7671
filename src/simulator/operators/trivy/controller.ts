import type { Controller, ControllerContext } from "../../kubernetes/controller.ts";
import { servedKind } from "../../kubernetes/kinds.ts";
import type { KubernetesObject, Manifest } from "../../kubernetes/object.ts";
import { apiVersion, kinds } from "./kinds.ts";
import { configurationReport, madeUp, reportName, vulnerabilityReport } from "./reports.ts";
import { type Settings, settingsOf, trivyPod } from "./settings.ts";
import { type ScanTarget, scanTargets, targetKinds } from "./targets.ts";

/** Seconds that one round of scans takes: pulling the scanner and its database, and looking. */
const scanSeconds = 60;

/**
 * The Trivy operator. Its scan jobs are not made as objects: a round of as many as may run at a time takes a minute and leaves one
 * report of each kind for each workload, whatever the number of its containers.
 */
export const trivyOperator: Controller = {
  name: "trivy-operator",
  watches: [...targetKinds, "/ConfigMap", kinds.compliance],
  isRunning: (cluster) => trivyPod(cluster) !== undefined,
  reconcile(context) {
    const { cluster, elapsed } = context;
    const pod = trivyPod(cluster);
    if (!pod || !servedKind(cluster, { apiVersion, kind: "VulnerabilityReport" })) return;
    const settings = settingsOf(cluster, pod);
    const due = scanTargets(cluster, settings).filter((target) => isDue(context, target, settings));
    if (due.length === 0) assessCompliance(context);
    else if (elapsed("scan", scanSeconds)) {
      for (const target of due.slice(0, settings.parallelScans)) scan(context, target, settings);
      // The next round begins at once.
      if (due.length > settings.parallelScans) elapsed("scan", scanSeconds);
      else assessCompliance(context);
    }
  },
};

/** Whether a workload has no report yet, or has another image than its report. */
function isDue({ api }: ControllerContext, target: ScanTarget, settings: Settings): boolean {
  if (!settings.scansVulnerabilities && !settings.auditsConfiguration) return false;
  const kind = settings.scansVulnerabilities ? kinds.vulnerabilities : kinds.configuration;
  const report = api.find(kind, reportName(target), target.workload.metadata.namespace);
  return report === undefined || imageOf(report) !== target.image;
}

function imageOf({ metadata }: KubernetesObject): string | undefined {
  return metadata.annotations?.["trivy-operator.aquasecurity.github.io/image"];
}

function scan({ api, cluster }: ControllerContext, target: ScanTarget, settings: Settings): void {
  const reports: readonly Manifest[] = [
    ...(settings.scansVulnerabilities ? [vulnerabilityReport(cluster, target, settings)] : []),
    ...(settings.auditsConfiguration ? [configurationReport(cluster, target)] : []),
  ];
  for (const report of reports) api.apply(report, { force: true });
}

/** Once everything was scanned, each standard gets its summary. */
function assessCompliance({ api, cluster }: ControllerContext): void {
  for (const report of api.list(kinds.compliance)) {
    if (report.status?.summary !== undefined) continue;
    const failCount = madeUp(20, report.metadata.name);
    api.setStatus(report, {
      summary: { failCount, passCount: 40 - failCount },
      updateTimestamp: cluster.now.toISOString(),
    });
  }
}
