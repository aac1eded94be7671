import type { Chart } from "../../helm/chart.ts";
import { platformCharts } from "../../helm/charts/platform-charts.ts";
import type { KubernetesApi } from "../../kubernetes/api.ts";
import type { Controller } from "../../kubernetes/controller.ts";
import { textAt } from "../../kubernetes/fields.ts";
import {
  type Condition,
  conditionOf,
  isTerminating,
  type KubernetesObject,
  type Manifest,
} from "../../kubernetes/object.ts";
import { protectionController } from "../../kubernetes/storage/protection.ts";
import { type TestCluster, type TestClusterOptions, testCluster } from "../../kubernetes/testing/cluster.ts";
import { workloadControllersWith } from "../../kubernetes/workloads/controllers.ts";
import { podSpecOf } from "../../kubernetes/workloads/pods/pod-types.ts";
import { node } from "../../kubernetes/workloads/testing/workloads.ts";
import { renderChart } from "../../testing/chart.ts";
import type { JsonObject } from "../../world/json.ts";
import { operatorControllers, operatorStartConditions } from "../controllers.ts";

/** Gives every Service that asks for a load balancer a host name after fifteen seconds, without any AWS. */
const loadBalancers: Controller = {
  name: "test-load-balancers",
  watches: ["/Service"],
  reconcile({ api, elapsed }) {
    for (const service of api.list("/Service")) {
      if (textAt(service.spec, "type") !== "LoadBalancer" || service.status?.loadBalancer) continue;
      if (!elapsed(service.metadata.uid, 15)) continue;
      api.setStatus(service, {
        loadBalancer: { ingress: [{ hostname: `${service.metadata.name}.elb.amazonaws.com` }] },
      });
    }
  },
};

/** Binds every claim at once, without any AWS. */
const volumes: Controller = {
  name: "test-volumes",
  watches: ["/PersistentVolumeClaim", "/Pod"],
  reconcile({ api }) {
    for (const claim of api.list("/PersistentVolumeClaim")) {
      if (textAt(claim.spec, "volumeName") !== "" || isTerminating(claim)) continue;
      const name = `pvc-${claim.metadata.uid}`;
      const { namespace = "", name: claimName, uid } = claim.metadata;
      api.apply({
        apiVersion: "v1",
        kind: "PersistentVolume",
        metadata: { name },
        spec: { csi: { driver: "ebs.csi.aws.com", volumeHandle: name }, claimRef: { namespace, name: claimName, uid } },
      });
      const bound = api.patch(claim, { spec: { volumeName: name } });
      api.setStatus(bound, { phase: "Bound" });
    }
    for (const pod of api.list("/Pod")) {
      const { nodeName, volumes: mounted } = podSpecOf(pod);
      if (nodeName === "") continue;
      for (const { claim } of mounted) {
        const found = claim === null ? undefined : api.find("/PersistentVolumeClaim", claim, pod.metadata.namespace);
        if (found) attach(api, textAt(found.spec, "volumeName"), nodeName);
      }
    }
  },
};

function attach(api: KubernetesApi, persistentVolumeName: string, nodeName: string): void {
  const name = `csi-${persistentVolumeName}`;
  const present = api.find("storage.k8s.io/VolumeAttachment", name);
  if (present && textAt(present.spec, "nodeName") === nodeName) return;
  if (present) api.delete(present);
  api.create({
    apiVersion: "storage.k8s.io/v1",
    kind: "VolumeAttachment",
    metadata: { name },
    spec: { attacher: "ebs.csi.aws.com", nodeName, source: { persistentVolumeName } },
    status: { attached: true },
  });
}

/** A cluster with three nodes in three zones, in which workloads and operators work; load balancers and volumes are made up. */
export function operatorCluster(options: TestClusterOptions = {}): TestCluster {
  const controllers = [
    ...workloadControllersWith(operatorStartConditions),
    loadBalancers,
    volumes,
    protectionController,
    ...operatorControllers,
    ...(options.controllers ?? []),
  ];
  const test = testCluster({ ...options, controllers });
  for (const zone of ["a", "b", "c"]) test.api.create(node(`node-${zone}`, zone, {}, { "kubernetes.io/os": "linux" }));
  return test;
}

/** What `install` does differently. */
export interface InstallOptions {
  readonly release?: string;
  readonly namespace: string;
  readonly edition?: "reference" | "newest";
  readonly values?: JsonObject;
}

/** Installs a chart of the platform as Helm does, roughly: kinds, hooks that run before, everything else. */
export function install(test: TestCluster, name: string, options: InstallOptions): void {
  const { namespace, edition = "newest", release = name, values = {} } = options;
  if (!test.api.find("/Namespace", namespace)) {
    test.api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  }
  const rendered = renderChart(chartOf(name, edition), values, { release, namespace });
  const kinds = [...rendered.crds, ...rendered.objects.filter(({ kind }) => kind === "CustomResourceDefinition")];
  for (const kind of kinds) test.api.apply(kind);
  test.run(5);
  const rest = rendered.objects.filter(({ kind }) => kind !== "CustomResourceDefinition");
  const when = (object: Manifest) => object.metadata.annotations?.["helm.sh/hook"] ?? "";
  for (const object of rest.filter((hook) => when(hook).includes("pre-install"))) test.api.apply(object);
  test.run(120);
  for (const object of rest.filter((plain) => when(plain) === "")) test.api.apply(object);
}

function chartOf(name: string, edition: "reference" | "newest"): Chart {
  const versions = platformCharts.filter((chart) => chart.name === name);
  const chart = edition === "reference" ? versions[0] : versions[1];
  if (!chart) throw new RangeError(`no chart ${name}`);
  return chart;
}

/** The object, which must be there. */
export function objectIn(test: TestCluster, kind: string, name: string, namespace = ""): KubernetesObject {
  const found = test.api.find(kind, name, namespace);
  if (!found) throw new RangeError(`no ${kind} ${namespace}/${name}`);
  return found;
}

/** A condition of an object, which must be there. */
export function conditionIn(
  test: TestCluster,
  kind: string,
  name: string,
  namespace: string,
  type: string,
): Condition | undefined {
  return conditionOf(objectIn(test, kind, name, namespace), type);
}
