import { expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { TestProvider } from "../../testing/provider.ts";
import { type ProviderCluster, providerCluster } from "../../testing/provider-cluster.ts";
import { kubernetesClient } from "./kubernetes-client.ts";
import { kubernetesProvider } from "./provider.ts";

function providerOn(cluster: ProviderCluster, changes: Values = {}) {
  const client = kubernetesClient(cluster.surroundings, cluster.block(changes), cluster.environment);
  return new TestProvider(cluster.world, kubernetesProvider(cluster.surroundings), client);
}

const named = (name: string, more: Values = {}): Values => ({ metadata: [{ name, namespace: "team", ...more }] });

const configurations: readonly (readonly [string, Values])[] = [
  ["kubernetes_namespace_v1", { metadata: [{ name: "apps", labels: { team: "data" } }] }],
  ["kubernetes_config_map_v1", { ...named("settings"), data: { key: "value" } }],
  ["kubernetes_secret_v1", { ...named("login"), data: { password: "swordfish" }, type: "Opaque" }],
  [
    "kubernetes_service_account_v1",
    named("worker", { annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/worker" } }),
  ],
  [
    "kubernetes_storage_class_v1",
    {
      metadata: [{ name: "gp3" }],
      storage_provisioner: "ebs.csi.aws.com",
      reclaim_policy: "Delete",
      volume_binding_mode: "WaitForFirstConsumer",
      parameters: { type: "gp3", encrypted: "true" },
      allowed_topologies: [
        { match_label_expressions: [{ key: "topology.kubernetes.io/zone", values: ["us-east-1a"] }] },
      ],
    },
  ],
  [
    "kubernetes_service_v1",
    { ...named("web"), spec: [{ selector: { app: "web" }, port: [{ name: "http", port: 80, target_port: "8080" }] }] },
  ],
  [
    "kubernetes_deployment_v1",
    {
      ...named("web", { labels: { app: "web" } }),
      spec: [
        {
          replicas: "2",
          selector: [{ match_labels: { app: "web" } }],
          template: [
            {
              metadata: [{ labels: { app: "web" } }],
              spec: [
                {
                  service_account_name: "default",
                  container: [
                    {
                      name: "web",
                      image: "nginx:1.29",
                      port: [{ container_port: 8080 }],
                      env: [
                        { name: "MODE", value: "production" },
                        { name: "PASSWORD", value_from: [{ secret_key_ref: [{ name: "login", key: "password" }] }] },
                      ],
                      resources: [{ requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } }],
                      readiness_probe: [{ http_get: [{ path: "/ready", port: "8080" }] }],
                      security_context: [{ run_as_user: "1000", read_only_root_filesystem: true }],
                      volume_mount: [{ name: "settings", mount_path: "/etc/web" }],
                    },
                  ],
                  volume: [
                    { name: "settings", config_map: [{ name: "settings", default_mode: "0400" }] },
                    { name: "scratch", empty_dir: [{}] },
                  ],
                  toleration: [
                    { key: "dedicated", operator: "Exists", effect: "NoSchedule", toleration_seconds: "60" },
                  ],
                },
              ],
            },
          ],
        },
      ],
    },
  ],
  [
    "kubernetes_cron_job_v1",
    {
      ...named("nightly"),
      spec: [
        {
          schedule: "0 2 * * *",
          timezone: "Etc/UTC",
          job_template: [
            {
              metadata: [{}],
              spec: [
                {
                  template: [
                    {
                      metadata: [{}],
                      spec: [{ restart_policy: "Never", container: [{ name: "run", image: "busybox:1.37" }] }],
                    },
                  ],
                },
              ],
            },
          ],
        },
      ],
    },
  ],
  [
    "kubernetes_role_v1",
    { ...named("reader"), rule: [{ api_groups: [""], resources: ["pods"], verbs: ["get", "list"] }] },
  ],
  [
    "kubernetes_cluster_role_v1",
    { metadata: [{ name: "metrics" }], rule: [{ non_resource_urls: ["/metrics"], verbs: ["get"] }] },
  ],
  [
    "kubernetes_role_binding_v1",
    {
      ...named("readers"),
      role_ref: [{ api_group: "rbac.authorization.k8s.io", kind: "Role", name: "reader" }],
      subject: [{ kind: "ServiceAccount", name: "worker", namespace: "team" }],
    },
  ],
  [
    "kubernetes_cluster_role_binding_v1",
    {
      metadata: [{ name: "admins" }],
      role_ref: [{ api_group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" }],
      subject: [{ kind: "Group", name: "admins", api_group: "rbac.authorization.k8s.io" }],
    },
  ],
  [
    "kubernetes_network_policy_v1",
    {
      ...named("closed"),
      spec: [
        {
          pod_selector: [{}],
          policy_types: ["Ingress"],
          ingress: [
            {
              from: [{ namespace_selector: [{ match_labels: { team: "data" } }] }],
              ports: [{ port: "8080", protocol: "TCP" }],
            },
          ],
        },
      ],
    },
  ],
  [
    "kubernetes_pod_disruption_budget_v1",
    { ...named("web"), spec: [{ min_available: "1", selector: [{ match_labels: { app: "web" } }] }] },
  ],
  ["kubernetes_priority_class_v1", { metadata: [{ name: "urgent" }], value: 1000 }],
  ["kubernetes_resource_quota_v1", { ...named("quota"), spec: [{ hard: { pods: "10" } }] }],
  [
    "kubernetes_limit_range_v1",
    {
      ...named("limits"),
      spec: [{ limit: [{ type: "Container", default: { cpu: "1" }, default_request: { cpu: "100m" } }] }],
    },
  ],
  [
    "kubernetes_persistent_volume_claim_v1",
    {
      ...named("data"),
      wait_until_bound: false,
      spec: [
        { access_modes: ["ReadWriteOnce"], storage_class_name: "gp2", resources: [{ requests: { storage: "10Gi" } }] },
      ],
    },
  ],
];

test.each(configurations)("%s is made, changes nothing more, is read back, imported and removed", (type, config) => {
  const provider = providerOn(providerCluster());
  const state = provider.create(type, config);
  const read = provider.read(type, state);
  expect(provider.plan(type, read, config).action).toBe("none");
  const imported = provider.import(type, String(state.id));
  expect(imported.metadata).toEqual(read?.metadata);
  provider.delete(type, state);
  expect(provider.read(type, state)).toBeNull();
});

test("the name without a version is the same type", () => {
  const provider = providerOn(providerCluster());
  const state = provider.create("kubernetes_namespace", { metadata: [{ name: "apps" }] });
  expect(provider.read("kubernetes_namespace_v1", state)).not.toBeNull();
});

test("a deployment reaches the cluster in the words of the API", () => {
  const cluster = providerCluster();
  const [, config = {}] = configurations.find(([type]) => type === "kubernetes_deployment_v1") ?? [];
  providerOn(cluster).create("kubernetes_deployment_v1", config);
  expect(cluster.inside.api.find("apps/Deployment", "web", "team")?.spec).toMatchObject({
    replicas: 2,
    selector: { matchLabels: { app: "web" } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: {
        serviceAccountName: "default",
        containers: [
          {
            ports: [{ containerPort: 8080 }],
            env: [
              { name: "MODE", value: "production" },
              { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "login", key: "password" } } },
            ],
            readinessProbe: { httpGet: { path: "/ready", port: 8080 } },
            securityContext: { runAsUser: 1000, readOnlyRootFilesystem: true },
          },
        ],
        volumes: [
          { name: "settings", configMap: { name: "settings", defaultMode: 0o400 } },
          { name: "scratch", emptyDir: {} },
        ],
        tolerations: [{ key: "dedicated", tolerationSeconds: 60 }],
      },
    },
  });
});

test("what exists already is not taken over", () => {
  const provider = providerOn(providerCluster());
  expect(() => provider.create("kubernetes_namespace_v1", { metadata: [{ name: "team" }] })).toThrow(
    'namespaces "team" already exists',
  );
});

test("a label that somebody adds is a difference, one of Kubernetes itself is not", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster);
  const config: Values = { ...named("settings"), data: { a: "1" } };
  const state = provider.create("kubernetes_config_map_v1", config);
  const { api } = cluster.inside;
  const change = (labels: Readonly<Record<string, string>>) => {
    const object = api.find("/ConfigMap", "settings", "team");
    if (object) api.patch(object, { metadata: { labels } });
    return provider.plan("kubernetes_config_map_v1", provider.read("kubernetes_config_map_v1", state), config).action;
  };
  expect(change({ "internal.kubernetes.io/seen": "yes" })).toBe("none");
  expect(change({ owner: "somebody" })).toBe("update");
});

test("labels that the provider block ignores are no difference", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster, { ignore_labels: ["^owner$"] });
  const state = provider.create("kubernetes_config_map_v1", named("settings"));
  const object = cluster.inside.api.find("/ConfigMap", "settings", "team");
  if (object) cluster.inside.api.patch(object, { metadata: { labels: { owner: "somebody" } } });
  expect(
    provider.plan("kubernetes_config_map_v1", provider.read("kubernetes_config_map_v1", state), named("settings"))
      .action,
  ).toBe("none");
});

test("data that somebody changes by hand is a difference, and put right by the next apply", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster);
  const config: Values = { ...named("login"), data: { password: "swordfish" } };
  const state = provider.create("kubernetes_secret_v1", config);
  const object = cluster.inside.api.find("/Secret", "login", "team");
  if (object) cluster.inside.api.patch(object, { data: { password: Buffer.from("other").toString("base64") } });
  const read = provider.read("kubernetes_secret_v1", state);
  expect(read?.data).toEqual({ password: "other" });
  provider.update(read ?? {}, "kubernetes_secret_v1", config);
  expect(provider.read("kubernetes_secret_v1", state)?.data).toEqual({ password: "swordfish" });
});

test("write-only data reaches the cluster and no state, and is sent again only with a new revision", () => {
  const cluster = providerCluster();
  const provider = providerOn(cluster);
  const config = (password: string, revision: number): Values => ({
    ...named("login"),
    data_wo: { password },
    data_wo_revision: revision,
  });
  const live = () => {
    const data = cluster.inside.api.find("/Secret", "login", "team")?.data as
      | Readonly<Record<string, string>>
      | undefined;
    return Buffer.from(data?.password ?? "", "base64").toString();
  };
  let state = provider.create("kubernetes_secret_v1", config("swordfish", 1));
  expect(live()).toBe("swordfish");
  expect(JSON.stringify(state)).not.toContain("swordfish");
  expect(
    provider.plan("kubernetes_secret_v1", provider.read("kubernetes_secret_v1", state), config("other", 1)).action,
  ).toBe("none");
  state = provider.update(state, "kubernetes_secret_v1", {
    ...config("other", 1),
    metadata: [{ name: "login", namespace: "team", labels: { a: "b" } }],
  });
  expect(live()).toBe("swordfish");
  state = provider.update(state, "kubernetes_secret_v1", {
    ...config("other", 2),
    metadata: [{ name: "login", namespace: "team", labels: { a: "b" } }],
  });
  expect(live()).toBe("other");
  expect(JSON.stringify(state)).not.toContain("other");
});

test("an immutable secret is replaced to change what it holds", () => {
  const provider = providerOn(providerCluster());
  const config = (value: string): Values => ({ ...named("login"), immutable: true, data: { password: value } });
  const state = provider.create("kubernetes_secret_v1", config("a"));
  expect(provider.plan("kubernetes_secret_v1", state, config("b")).action).toBe("replace");
});

test("a changed reclaim policy is planned for ever, and never sent", () => {
  const provider = providerOn(providerCluster());
  const config = (policy: string): Values => ({
    metadata: [{ name: "gp3" }],
    storage_provisioner: "ebs.csi.aws.com",
    reclaim_policy: policy,
  });
  const state = provider.create("kubernetes_storage_class_v1", config("Delete"));
  const updated = provider.update(state, "kubernetes_storage_class_v1", config("Retain"));
  expect(updated.reclaim_policy).toBe("Delete");
  expect(provider.plan("kubernetes_storage_class_v1", updated, config("Retain")).action).toBe("update");
});

test("a name may be left to be completed", () => {
  const provider = providerOn(providerCluster());
  const { metadata } = provider.create("kubernetes_config_map_v1", {
    metadata: [{ generate_name: "run-", namespace: "team" }],
  });
  expect(metadata).toEqual([
    expect.objectContaining({ name: expect.stringMatching(/^run-[bcdfghjklmnpqrstvwxz2456789]{5}$/) }),
  ]);
});
