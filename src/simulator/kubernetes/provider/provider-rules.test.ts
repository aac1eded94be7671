import type { Values } from "../../planning/values.ts";
import { customDefinition, simpleWorkloads } from "../../testing/helm.ts";
import { type ProviderCluster, providerCluster } from "../../testing/provider-cluster.ts";
import { testRules } from "../../testing/rule-test.ts";
import type { Controller } from "../controller.ts";
import { withConditions } from "../object.ts";
import { providerRules } from "./provider-rules.ts";
import { providerOn } from "./testing/provider.ts";

const named = (name: string, labels: Values = {}): Values => ({ metadata: [{ name, namespace: "team", labels }] });

function create(type: string, config: Values, cluster = providerCluster()): void {
  providerOn(cluster).create(type, config);
}

const template = [
  {
    metadata: [{ labels: { app: "web" } }],
    spec: [{ restart_policy: "Always", container: [{ name: "web", image: "web:1" }] }],
  },
];

const deployment = (labels: Values, changes: Values = {}): Values => ({
  ...named("web", labels),
  spec: [{ replicas: "1", selector: [{ match_labels: { app: "web" } }], template }],
  ...changes,
});

const job = (labels: Values, changes: Values = {}): Values => ({
  ...named("run", labels),
  spec: [
    {
      template: [{ metadata: [{}], spec: [{ restart_policy: "Never", container: [{ name: "run", image: "run:1" }] }] }],
    },
  ],
  ...changes,
});

const claim = (changes: Values): Values => ({
  ...named("data"),
  spec: [{ access_modes: ["ReadWriteOnce"], storage_class_name: "gp2", resources: [{ requests: { storage: "1Gi" } }] }],
  ...changes,
});

const loadBalancer = (changes: Values): Values => ({
  ...named("web"),
  spec: [{ type: "LoadBalancer", selector: { app: "web" }, port: [{ port: 80 }] }],
  ...changes,
});

/** A rollout that its controller gives up. */
const givenUp: Controller = {
  name: "gives-up",
  watches: ["apps/Deployment"],
  reconcile: ({ api }) => {
    for (const object of api.list("apps/Deployment")) {
      const exceeded = { type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded" } as const;
      api.setStatus(object, { conditions: withConditions(object, exceeded) });
    }
  },
};

function removeHeld(type: string, config: Values, finalizers: readonly string[]): void {
  const cluster = providerCluster([simpleWorkloads]);
  const provider = providerOn(cluster);
  const state = provider.create(type, config);
  const object =
    cluster.inside.api.find("batch/CronJob", "nightly", "team") ??
    cluster.inside.api.find("example.com/Widget", "one", "team");
  if (object) cluster.inside.api.setFinalizers(object, finalizers);
  provider.delete(type, state);
}

const cronJob: Values = {
  ...named("nightly"),
  spec: [
    {
      schedule: "0 2 * * *",
      job_template: [
        {
          metadata: [{}],
          spec: [
            {
              template: [
                { metadata: [{}], spec: [{ restart_policy: "Never", container: [{ name: "run", image: "run:1" }] }] },
              ],
            },
          ],
        },
      ],
    },
  ],
};

const configMap = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "settings", namespace: "team" },
  data: { a: "1" },
};

const data = (name: string, changes: Values = {}): Values => ({ ...named(name), data: { a: "2" }, ...changes });

function withConfigMap(): ProviderCluster {
  const cluster = providerCluster();
  cluster.inside.api.create(configMap);
  return cluster;
}

function withoutLabels(config: Values): Values {
  return { ...config, metadata: [{ name: "settings", namespace: "team" }] };
}

testRules(providerRules, () => undefined, {
  rollout: {
    refused: () => create("kubernetes_deployment_v1", deployment({ broken: "yes" })),
    accepted: () => create("kubernetes_deployment_v1", deployment({ broken: "yes" }, { wait_for_rollout: false })),
  },
  progressDeadline: {
    refused: () => create("kubernetes_deployment_v1", deployment({}), providerCluster([givenUp])),
    accepted: () => create("kubernetes_deployment_v1", deployment({})),
  },
  loadBalancer: {
    refused: () => create("kubernetes_service_v1", loadBalancer({})),
    accepted: () => create("kubernetes_service_v1", loadBalancer({ wait_for_load_balancer: false })),
  },
  jobCompletion: {
    refused: () => create("kubernetes_job_v1", job({ broken: "stuck" })),
    accepted: () => create("kubernetes_job_v1", job({})),
  },
  jobFailed: {
    refused: () => create("kubernetes_job_v1", job({ broken: "yes" })),
    accepted: () => create("kubernetes_job_v1", job({ broken: "yes" }, { wait_for_completion: false })),
  },
  claimBinding: {
    refused: () => create("kubernetes_persistent_volume_claim_v1", claim({})),
    accepted: () => create("kubernetes_persistent_volume_claim_v1", claim({ wait_until_bound: false })),
  },
  deletion: {
    refused: () => removeHeld("kubernetes_cron_job_v1", cronJob, ["example.com/hold"]),
    accepted: () => removeHeld("kubernetes_cron_job_v1", cronJob, []),
  },
  notFound: {
    refused: () => providerOn(providerCluster()).data("kubernetes_secret_v1", named("missing")),
    accepted: () =>
      providerOn(providerCluster()).data("kubernetes_config_map_v1", {
        metadata: [{ name: "kube-root-ca.crt", namespace: "team" }],
      }),
  },
  fieldConflict: {
    refused: () => create("kubernetes_config_map_v1_data", withoutLabels(data("settings")), withConfigMap()),
    accepted: () =>
      create("kubernetes_config_map_v1_data", withoutLabels(data("settings", { force: true })), withConfigMap()),
  },
  manifestKind: {
    refused: () =>
      create("kubernetes_manifest", {
        manifest: { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "one" } },
      }),
    accepted: () => create("kubernetes_manifest", { manifest: configMap }),
  },
  manifestExists: {
    refused: () => create("kubernetes_manifest", { manifest: configMap }, withConfigMap()),
    accepted: () =>
      create(
        "kubernetes_manifest",
        { manifest: { ...configMap, metadata: { name: "other", namespace: "team" } } },
        withConfigMap(),
      ),
  },
  manifestWait: {
    refused: () => create("kubernetes_manifest", { manifest: configMap, wait: [{ fields: { "data.b": "*" } }] }),
    accepted: () => create("kubernetes_manifest", { manifest: configMap, wait: [{ fields: { "data.a": "*" } }] }),
  },
  manifestDeletion: {
    refused: () => removeWidget(["example.com/hold"]),
    accepted: () => removeWidget([]),
  },
});

function removeWidget(finalizers: readonly string[]): void {
  const cluster = providerCluster();
  cluster.inside.api.create(customDefinition("Widget"));
  const provider = providerOn(cluster);
  const manifest = { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "one", namespace: "team" } };
  const state = provider.create("kubernetes_manifest", { manifest });
  const object = cluster.inside.api.find("example.com/Widget", "one", "team");
  if (object) cluster.inside.api.setFinalizers(object, finalizers);
  provider.delete("kubernetes_manifest", state);
}
