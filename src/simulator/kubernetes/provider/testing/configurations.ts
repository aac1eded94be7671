import type { Values } from "../../../planning/values.ts";
import { named } from "./provider.ts";

/** Types with a configuration that uses most of what each has. */
export const configurations: readonly (readonly [string, Values])[] = [
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
