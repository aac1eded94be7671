import type { Chart } from "../helm/chart.ts";
import { carryOut, type HelmOperation } from "../helm/helm-client.ts";
import type { ReleaseOptions } from "../helm/release-options.ts";
import { systemUser } from "../kubernetes/access/user.ts";
import { KubernetesApi } from "../kubernetes/api.ts";
import { Clusters } from "../kubernetes/clusters.ts";
import type { Controller } from "../kubernetes/controller.ts";
import { numberAt, textAt } from "../kubernetes/fields.ts";
import { definitions } from "../kubernetes/kinds.ts";
import { type Manifest, withConditions } from "../kubernetes/object.ts";
import { noRepositories } from "../kubernetes/repositories.ts";
import { definition } from "../kubernetes/testing/manifests.ts";
import type { JsonObject } from "../world/json.ts";
import { World } from "../world/world.ts";

/** Stands in for the controllers of workloads: everything becomes ready after ten seconds but what is labelled `broken`. */
export const simpleWorkloads: Controller = {
  name: "simple-workloads",
  watches: ["apps/Deployment", "batch/Job", definitions],
  reconcile: ({ api, elapsed }) => {
    for (const definition of api.list(definitions)) {
      api.setStatus(definition, {
        conditions: withConditions(definition, { type: "Established", status: "True" }),
      });
    }
    for (const deployment of api.list("apps/Deployment")) {
      const { generation, uid, labels = {} } = deployment.metadata;
      if (labels.broken || numberAt(deployment, "status.observedGeneration", 0) === generation) continue;
      if (!elapsed(`${uid} ${generation}`, 10)) continue;
      const replicas = numberAt(deployment, "spec.replicas", 1);
      api.setStatus(deployment, {
        observedGeneration: generation,
        replicas,
        updatedReplicas: replicas,
        readyReplicas: replicas,
        availableReplicas: replicas,
      });
    }
    for (const job of api.list("batch/Job")) {
      const { uid, labels = {} } = job.metadata;
      if (labels.broken === "stuck" || textAt(job, "status.completionTime") !== "" || !elapsed(uid, 10)) continue;
      const failed = { type: "Failed", status: "True", reason: "BackoffLimitExceeded" } as const;
      const complete = { type: "Complete", status: "True" } as const;
      api.setStatus(job, {
        completionTime: "done",
        succeeded: labels.broken ? 0 : 1,
        conditions: withConditions(job, labels.broken ? failed : complete),
      });
    }
  },
};

/** A chart of the given objects, which may depend on the values. */
export function chartOf(
  objects: readonly Manifest[] | ((values: JsonObject, isUpgrade: boolean) => readonly Manifest[]),
  changes: Partial<Chart> & { readonly crds?: readonly Manifest[] } = {},
): Chart {
  const { crds = [], ...rest } = changes;
  return {
    name: "app",
    version: "1.0.0",
    appVersion: "1.0",
    repositories: ["https://charts.example.com"],
    defaults: {},
    render: ({ values, isUpgrade }) => ({
      crds,
      objects: typeof objects === "function" ? objects(values, isUpgrade) : objects,
    }),
    ...rest,
  };
}

/** A ConfigMap of texts. */
export function configMap(name: string, data: Readonly<Record<string, string>> = {}): Manifest {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data };
}

/** A Deployment of one container. */
export function deployment(name: string, labels: Readonly<Record<string, string>> = {}): Manifest {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name, image: `${name}:1` }] } },
    },
  };
}

/** A Job that runs as a hook. */
export function job(name: string, hook: string, labels: Readonly<Record<string, string>> = {}): Manifest {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, labels, annotations: { "helm.sh/hook": hook } },
    spec: {
      template: { metadata: {}, spec: { restartPolicy: "Never", containers: [{ name, image: `${name}:1` }] } },
    },
  };
}

/** The definition of a kind, in the plural with an s. */
export function customDefinition(kind: string, group = "example.com"): Manifest {
  return definition({ group, kind, plural: `${kind.toLowerCase()}s` });
}

/** Helm at work on a cluster with the namespace `team` in it. */
export class HelmBench {
  readonly clusters = new Clusters(World.inMemory(), [simpleWorkloads], noRepositories);
  readonly cluster = this.clusters.of({ account: "123456789012", region: "us-east-1", name: "test" });
  readonly api = new KubernetesApi(this.cluster, systemUser, "Helm", this.clusters);
  readonly actor = { stack: "test", run: "test" };

  constructor() {
    this.api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "team" } });
  }

  /** Carries an operation out to its end. */
  run<Result>(operation: HelmOperation<Result>): Result {
    return carryOut(this, this.clusters, this.actor, operation);
  }

  /** A release `web` of a chart in the namespace `team`. */
  source(chart: Chart, values: JsonObject = {}) {
    return { name: "web", namespace: "team", chart, values };
  }

  /** Options of the provider: it waits. */
  readonly waiting: Partial<ReleaseOptions> = { wait: true };
}
