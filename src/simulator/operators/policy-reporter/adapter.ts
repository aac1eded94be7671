import { parse } from "yaml";
import type { Cluster } from "../../kubernetes/cluster.ts";
import type { Controller } from "../../kubernetes/controller.ts";
import { flagAt, numberAt, objectAt, objectsAt, textAt, textMapAt } from "../../kubernetes/fields.ts";
import { servedKind } from "../../kubernetes/kinds.ts";
import { isTerminating, type KubernetesObject, type Manifest } from "../../kubernetes/object.ts";
import type { Json } from "../../world/json.ts";
import { operatorPod } from "../operator-pod.ts";
import { kinds as trivyKinds } from "../trivy/kinds.ts";

const apiVersion = "wgpolicyk8s.io/v1alpha2";
const kind = "PolicyReport";
const policyReports = "wgpolicyk8s.io/PolicyReport";

/**
 * The adapter between Trivy and the policy reporter: makes a policy report of every vulnerability report. It goes with the workload,
 * as what it was made from does. Without the kind it only logs errors.
 */
export const trivyPolrAdapter: Controller = {
  name: "trivy-operator-polr-adapter",
  watches: [trivyKinds.vulnerabilities, policyReports],
  isRunning: (cluster) => adapterPod(cluster) !== undefined,
  reconcile({ api, cluster }) {
    const pod = adapterPod(cluster);
    if (!pod || !readsVulnerabilities(cluster, pod) || !servedKind(cluster, { apiVersion, kind })) return;
    for (const report of api.list(trivyKinds.vulnerabilities)) {
      const name = `trivy-vuln-polr-${report.metadata.name}`;
      const present = api.find(policyReports, name, report.metadata.namespace);
      if (isTerminating(report) || (present && isFor(present, report))) continue;
      api.apply(policyReport(report, name), { force: true });
    }
  },
};

function adapterPod(cluster: Cluster): KubernetesObject | undefined {
  return operatorPod(cluster, (image) => /\/trivy-operator-polr-adapter:/.test(image));
}

/** Whether the adapter's configuration switches vulnerability reports on. */
function readsVulnerabilities(cluster: Cluster, pod: KubernetesObject): boolean {
  const names = objectsAt(pod.spec, "volumes").map((volume) => textAt(volume, "configMap.name"));
  const name = names.find((candidate) => candidate !== "") ?? "";
  const text = textMapAt(cluster.store.find("/ConfigMap", pod.metadata.namespace ?? "", name), "data")["config.yaml"];
  return text !== undefined && flagAt(parse(text) as Json, "vulnerabilityReports.enabled");
}

function isFor(present: KubernetesObject, report: KubernetesObject): boolean {
  return present.metadata.annotations?.["trivy-operator-polr-adapter/of"] === report.metadata.resourceVersion;
}

function policyReport(report: KubernetesObject, name: string): Manifest {
  const { namespace = "", labels = {}, ownerReferences = [], resourceVersion } = report.metadata;
  const summary = objectAt(report, "report.summary");
  const count = (severity: string): number => numberAt(summary, `${severity}Count`, 0);
  const [owner] = ownerReferences;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace,
      labels: { ...labels, "app.kubernetes.io/managed-by": "trivy-operator-polr-adapter" },
      annotations: { "trivy-operator-polr-adapter/of": resourceVersion },
      ownerReferences,
    },
    summary: {
      pass: 0,
      fail: count("critical") + count("high"),
      warn: count("medium") + count("low"),
      error: 0,
      skip: 0,
    },
    ...(owner ? { scope: { apiVersion: owner.apiVersion, kind: owner.kind, name: owner.name, namespace } } : {}),
    results: [{ policy: textAt(report, "report.artifact.repository"), source: "Trivy Vulnerability", result: "fail" }],
  };
}
