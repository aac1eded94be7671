import { describe, expect, test } from "vitest";
import { type Declaration, problemsOf, soundDeclaration } from "../../src/configuration/testing/declaration.ts";
import { EksStackError, type Problem } from "../../src/errors.ts";
import { cluster } from "../../src/modules/eks/testing/cluster.ts";
import { change, changeValues, type Plan, problemsIn, soundPlan } from "../../src/modules/gitops/testing/planned.ts";
import { serviceTrust } from "../../src/modules/iam/trust.ts";
import { TestArgoCd } from "../../src/simulator/argo-cd/testing/argo-cd.ts";
import { tenant } from "../../src/simulator/auth0/testing/tenant.ts";
import { applicationStatuses } from "../../src/simulator/gitops-status.ts";
import { storageBench, storageClass } from "../../src/simulator/kubernetes/storage/testing/storage.ts";
import { workloadControllersWith } from "../../src/simulator/kubernetes/workloads/controllers.ts";
import { podProblem } from "../../src/simulator/kubernetes/workloads/pod-problem.ts";
import { node, podSpec, workload } from "../../src/simulator/kubernetes/workloads/testing/workloads.ts";
import { spotRules } from "../../src/simulator/spot/rules.ts";
import { cloudWithCluster } from "../../src/simulator/testing/cluster.ts";
import { refusalOf } from "../../src/simulator/testing/rule-test.ts";
import { testSpot } from "../../src/simulator/testing/spot.ts";
import type { JsonObject } from "../../src/simulator/world/json.ts";
import { rolesTrustedTooWidely } from "../../src/stacks/trusted-roles.ts";

// Broken configurations, all in one place: each is refused by the first layer that can know it, before a later one does anything.
// The cheap layers are asked directly; what a user sees of the command line is in bad-input.test.ts.

/** What is broken, where the refusal points, what it says, and the way out that it names. */
interface Broken<Subject> {
  readonly breaks: (subject: Subject) => void;
  readonly code: string;
  readonly at: string;
  readonly says: string;
  readonly wayOut: string;
}

function expectRefusal(problems: readonly Problem[], { code, at, says, wayOut }: Omit<Broken<never>, "breaks">): void {
  const found = problems.filter((problem) => problem.code === code && (problem.at ?? []).join(".") === at);
  expect(found, JSON.stringify(problems, null, 2)).toHaveLength(1);
  expect(found[0]?.problem).toContain(says);
  expect(found[0]?.hint).toContain(wayOut);
  expect(found[0]?.level).toBeUndefined();
}

describe("the declaration refuses", () => {
  const broken: Readonly<Record<string, Broken<Declaration>>> = {
    "telemetry without the ingress by which it comes in": {
      breaks: ({ development }) => Object.assign(development.ingress, { enabled: false }),
      code: "ES0143",
      at: "ingress.telemetry",
      says: "switched off",
      wayOut: "ingress.enabled to true",
    },
    "telemetry without SigNoz to take it": {
      breaks: ({ development }) => Object.assign(development, { applications: { signoz: { enabled: false } } }),
      code: "ES0180",
      at: "applications.signoz.enabled",
      says: "SigNoz, which takes it",
      wayOut: "ingress.telemetry to false",
    },
    "telemetry without Auth0 to vouch for it": {
      breaks: ({ development }) => Object.assign(development.auth0, { enabled: false }),
      code: "ES0180",
      at: "auth0.enabled",
      says: "Auth0, whose tokens it needs",
      wayOut: "auth0.enabled to true",
    },
    "alerts by mail without a sender that SES knows": {
      breaks: ({ development }) => {
        Object.assign(development, { mail: {}, applications: { signoz: { alertSender: "alerts@example.org" } } });
      },
      code: "ES0181",
      at: "applications.signoz.alertSender",
      says: "the environment has no mail at all",
      wayOut: "mail.addresses",
    },
    "alerts by mail without the stored credentials": {
      breaks: ({ development }) =>
        Object.assign(development, { applications: { signoz: { alertSender: "development@example.org" } } }),
      code: "ES0182",
      at: "applications.signoz.alertSender",
      says: "has no secret k8-development/ses-smtp",
      wayOut: "jsonSecrets",
    },
    "a client of Auth0 with a scope that the API lacks": {
      breaks: ({ development }) => {
        development.auth0.clients = { sender: { name: "Sender", scopes: ["write:telemetri"] } };
      },
      code: "ES0183",
      at: "auth0.clients.sender.scopes.0",
      says: "no scope write:telemetri",
      wayOut: "write:telemetry",
    },
    "nodes without Spot's token": {
      breaks: ({ organization }) => Object.assign(organization.accounts.development ?? {}, { secrets: [] }),
      code: "ES0172",
      at: "spot.tokenSecret",
      says: "without Spot's token there are no nodes",
      wayOut: "accounts.development.secrets",
    },
    "more nodes always than at most": {
      breaks: ({ development }) => Object.assign(development, { nodes: { minimum: 9, maximum: 8 } }),
      code: "ES0170",
      at: "nodes.minimum",
      says: "9 nodes are to be there always, and 8 at most",
      wayOut: "nodes.maximum",
    },
    "more nodes than their vCPUs allow": {
      breaks: ({ development }) => Object.assign(development, { nodes: { minimum: 9, maximumVcpus: 17 } }),
      code: "ES0171",
      at: "nodes.maximumVcpus",
      says: "have 18 vCPUs at least, and 17 are allowed",
      wayOut: "nodes.minimum",
    },
    "a cluster whose name is over a limit in one environment": {
      breaks: ({ development }) => Object.assign(development.cluster, { name: "k".repeat(51) }),
      code: "ES0142",
      at: "cluster.name",
      says: "51 characters",
      wayOut: "at most 50",
    },
    "a host name that no certificate takes": {
      breaks: ({ development }) => Object.assign(development.ingress, { host: `${"d".repeat(53)}.example.org` }),
      code: "ES0186",
      at: "ingress.host",
      says: "a certificate takes 64",
      wayOut: "shorter host name",
    },
    "one host name for two environments": {
      breaks: ({ development, production }) => Object.assign(production.ingress, { host: development.ingress.host }),
      code: "ES0140",
      at: "ingress.host",
      says: "development.example.org",
      wayOut: "of its own",
    },
    "an ingress for a network that nobody has": {
      breaks: ({ development }) => Object.assign(development.ingress, { allow: ["vpm"] }),
      code: "ES0184",
      at: "ingress.allow.0",
      says: "no network vpm",
      wayOut: "Did you mean vpn?",
    },
    "workflows at a branch, which changes by itself": {
      breaks: ({ development }) => Object.assign(development, { applications: { airflow: { dags: "main" } } }),
      code: "ES0151",
      at: "applications.airflow.dags",
      says: "tag of a version",
      wayOut: "",
    },
    "an application that does not exist": {
      breaks: ({ development }) => Object.assign(development, { applications: { airflo: { enabled: true } } }),
      code: "ES0150",
      at: "applications.airflo",
      says: "airflo",
      wayOut: "airflow",
    },
    "a Kubernetes version that is not in the catalogue": {
      breaks: ({ development }) => Object.assign(development.cluster, { version: "1.99" }),
      code: "ES0130",
      at: "cluster.version",
      says: "Kubernetes 1.99 is not in the catalogue",
      wayOut: "Supported:",
    },
    "an add-on that is newer than its cluster": {
      breaks: ({ development }) =>
        Object.assign(development.cluster, { addOns: { "kube-proxy": "v1.36.0-eksbuild.2" } }),
      code: "ES0136",
      at: "cluster.addOns.kube-proxy",
      says: "is newer than Kubernetes 1.35",
      wayOut: "v1.35.*",
    },
    "a version for an add-on that is none": {
      breaks: ({ development }) => Object.assign(development.cluster, { addOns: { coredn: "v1.12.0-eksbuild.1" } }),
      code: "ES0134",
      at: "cluster.addOns.coredn",
      says: "coredn is no add-on",
      wayOut: "Did you mean coredns?",
    },
    "workers in a zone without the way out that they need": {
      breaks: ({ development }) => {
        development.network.nat = "per-zone";
        delete development.network.subnets.public.c;
      },
      code: "ES0114",
      at: "network.subnets.public",
      says: "Zone c has workers but no public subnet",
      wayOut: 'network.nat to "single"',
    },
    "a route to a queue that is not declared": {
      breaks: ({ development }) => {
        development.optional = {
          queues: { events: {} },
          httpApis: { intake: { routes: { "POST /events": "event" } } },
        };
      },
      code: "ES0187",
      at: "optional.httpApis.intake.routes.POST /events",
      says: "the queue event, which development does not have",
      wayOut: "Did you mean events?",
    },
    "a worker pool without its stored credentials": {
      breaks: ({ development }) => {
        development.optional = { workerPool: { secret: "k8-development/worker-pool" } };
      },
      code: "ES0193",
      at: "optional.workerPool.secret",
      says: "no secret k8-development/worker-pool",
      wayOut: "jsonSecrets",
    },
  };

  for (const [what, one] of Object.entries(broken)) {
    test(`${what} (${one.code})`, () => {
      const declaration = soundDeclaration();
      one.breaks(declaration);
      expectRefusal(problemsOf(declaration), one);
    });
  }
});

describe("the plan of the applications refuses", () => {
  const broken: Readonly<Record<string, Broken<Plan>>> = {
    "a value that upstream renamed": {
      breaks: (plan) => changeValues(plan, "signoz", { schemaMigrator: { enableReplication: true } }),
      code: "ES0220",
      at: "development.signoz.values.schemaMigrator",
      says: "signoz 0.131.0 reads no value schemaMigrator; 0.55.1 does.",
      wayOut: "It reads here:",
    },
    "a value that is mistyped": {
      breaks: (plan) => changeValues(plan, "policy-reporter", { ui: { enable: true } }),
      code: "ES0220",
      at: "development.policy-reporter.values.ui.enable",
      says: "reads no value ui.enable",
      wayOut: "Did you mean enabled?",
    },
    "a version of a chart of which nothing is known": {
      breaks: ({ charts }) => {
        charts.airflow = { ...charts.airflow, version: "1.19.0" };
      },
      code: "ES0221",
      at: "development.apache-airflow",
      says: "Nothing is known of airflow 1.19.0",
      wayOut: "Use one of",
    },
    "an object of a kind that nothing brings": {
      breaks: (plan) => change(plan, "trivy-operator", () => ({ manifests: [object("VMServiceScrap")] })),
      code: "ES0222",
      at: "development.trivy-operator.manifests.VMServiceScrap/x",
      says: "Nothing brings the kind VMServiceScrap",
      wayOut: "Did you mean VMServiceScrape?",
    },
    "a controller in a wave before the kinds that it watches": {
      breaks: (plan) => change(plan, "gateway-api", () => ({ wave: 1 })),
      code: "ES0222",
      at: "development.cert-manager.chart",
      says: "needs the kind Gateway",
      wayOut: "put cert-manager into a later one",
    },
    "a key of a secret that no one writes": {
      breaks: (plan) =>
        change(plan, "apache-airflow", ({ uses }) => ({
          uses: [...uses, { kind: "secret", namespace: "airflow", name: "pg-user-secret", key: "uri" }],
        })),
      code: "ES0223",
      at: "development.apache-airflow.uses",
      says: "the key uri of the secret airflow/pg-user-secret, which nobody writes",
      wayOut: "writes the key",
    },
    "a service at a port that it does not have": {
      breaks: (plan) =>
        change(plan, "signoz", ({ uses }) => ({
          uses: [...uses, { kind: "service", namespace: "signoz", name: "signoz-otel-collector", port: 4319 }],
        })),
      code: "ES0223",
      at: "development.signoz.uses",
      says: "signoz-otel-collector at port 4319",
      wayOut: "at port 4318",
    },
    "a service account whose AWS rights nobody gives": {
      breaks: (plan) => change(plan, "airflow-postgres-cloud-native", () => ({ identities: [] })),
      code: "ES0223",
      at: "development.airflow-postgres-cloud-native.uses",
      says: "AWS rights of the service account airflow/airflow-postgres-cloud-native-cluster",
      wayOut: "writes AWS rights",
    },
    "a storage class that the cluster does not have": {
      breaks: (plan) =>
        change(plan, "signoz", ({ uses }) => ({ uses: [...uses, { kind: "storage-class", name: "gp2" }] })),
      code: "ES0223",
      at: "development.signoz.uses",
      says: "the storage class gp2",
      wayOut: "the storage class gp3",
    },
    "an application in the wave of what it waits for": {
      breaks: (plan) => change(plan, "apache-airflow", () => ({ wave: 2 })),
      code: "ES0224",
      at: "development.apache-airflow.wave",
      says: "writes no earlier",
      wayOut: "later wave",
    },
    "a secret that values name and nobody declares": {
      breaks: (plan) => changeValues(plan, "apache-airflow", { fernetKeySecretName: "fernet" }),
      code: "ES0225",
      at: "development.apache-airflow.uses",
      says: "names the secret fernet",
      wayOut: "as airflow/fernet",
    },
    "a namespace that two applications use without saying so": {
      breaks: (plan) => change(plan, "apache-airflow", () => ({ sharesNamespaceWith: [] })),
      code: "ES0226",
      at: "development.apache-airflow.namespace",
      says: "both live in the namespace airflow",
      wayOut: "sharesNamespaceWith",
    },
    "an image from a registry that withdrew its tags": {
      breaks: (plan) => changeValues(plan, "apache-airflow", { images: { redis: { repository: "bitnami/redis" } } }),
      code: "ES0228",
      at: "development.apache-airflow.images",
      says: "Bitnami withdrew its free tags",
      wayOut: "Name another image",
    },
    "an object that two bring": {
      breaks: (plan) =>
        change(plan, "trivy-operator", () => ({ manifests: [object("VMServiceScrape"), object("VMServiceScrape")] })),
      code: "ES0229",
      at: "development.trivy-operator.manifests.VMServiceScrape/x",
      says: "which it brings already",
      wayOut: "another name",
    },
    "an object that the project of its application does not permit": {
      breaks: (plan) =>
        change(plan, "trivy-operator", () => ({ manifests: [object("PriorityClass", "scheduling.k8s.io/v1")] })),
      code: "ES0230",
      at: "development.trivy-operator.manifests.PriorityClass/x",
      says: "permits no PriorityClass",
      wayOut: "Permit the kind",
    },
  };

  for (const [what, one] of Object.entries(broken)) {
    test(`${what} (${one.code})`, () => {
      const plan = soundPlan();
      one.breaks(plan);
      expectRefusal(problemsIn(plan), one);
    });
  }

  test("a bucket whose name is over a limit only where the cluster's name is long (ES0227)", () => {
    const plan = soundPlan(({ development }) => {
      development.cluster.name = "k".repeat(33);
    });
    expectRefusal(problemsIn(plan), {
      code: "ES0227",
      at: "development.signoz",
      says: "has 64 characters; 63 are taken",
      wayOut: "Shorten it by 1",
    });
  });
});

function problemsThrown(action: () => unknown): readonly Problem[] {
  try {
    action();
    return [];
  } catch (error) {
    if (error instanceof EksStackError) return error.problems;
    throw error;
  }
}

function object(kind: string, apiVersion = "operator.victoriametrics.com/v1beta1") {
  return { apiVersion, kind, metadata: { name: "x", namespace: "signoz" } };
}

describe("the rendering of a stack refuses", () => {
  test("a role that every pod may assume (ES0231)", () => {
    const role = { assume_role_policy: serviceTrust("pods.eks.amazonaws.com") };
    const problems = rolesTrustedTooWidely(["development", "kubernetes-deployments"], {
      resource: { aws_iam_role: { airflow_worker: role } },
    });
    expectRefusal(problems, {
      code: "ES0231",
      at: "development.kubernetes-deployments.aws_iam_role.airflow_worker.assume_role_policy",
      says: "airflow_worker may be assumed by pods of every service account",
      wayOut: "Name the one service",
    });
  });

  test("an add-on whose version is not known for the Kubernetes version (ES0203)", () => {
    const refused = problemsThrown(() => cluster({ addOnVersions: { "vpc-cni": "v1.22.4-eksbuild.3" } }));
    expectRefusal(refused, {
      code: "ES0203",
      at: "addOns.kube-proxy",
      says: "kube-proxy has no pinned version for the Kubernetes version",
      wayOut: "cluster.addOns",
    });
  });
});

describe("the simulated services refuse, in the words of the real ones,", () => {
  const broken: Readonly<
    Record<string, { readonly breaks: () => void; readonly rule: string; readonly says: string }>
  > = {
    "an add-on version that the Kubernetes version does not support": {
      breaks: () =>
        void cloudWithCluster().create("aws_eks_addon", {
          cluster_name: "test",
          addon_name: "kube-proxy",
          addon_version: "v1.35.3-eksbuild.21",
        }),
      rule: "eks/addon-version",
      says: "Addon version specified is not supported",
    },
    "a grant of a scope that the API lacks": {
      breaks: () => {
        const { provider } = tenant();
        provider.create("auth0_resource_server", { name: "API", identifier: "k8" });
        const { id = "" } = provider.create("auth0_client", { name: "sender", app_type: "non_interactive" });
        provider.create("auth0_client_grant", { client_id: id, audience: "k8", scopes: ["write:telemetry"] });
      },
      rule: "auth0/grant-scope-missing",
      says: "not defined by the API: write:telemetry",
    },
    "a token that Spot does not know": {
      breaks: () => void testSpot().as({ token: "old-token" }).ocean(),
      rule: spotRules.tokenUnknown.id,
      says: spotRules.tokenUnknown.message(),
    },
  };

  for (const [what, { breaks, rule, says }] of Object.entries(broken)) {
    test(`${what} (${rule})`, () => {
      const refusal = refusalOf(breaks);
      expect(refusal?.rule).toBe(rule);
      expect(refusal?.message).toContain(says);
    });
  }
});

describe("an application that cannot become healthy names in its message", () => {
  const broken: Readonly<Record<string, { readonly spec: JsonObject; readonly says: string }>> = {
    "the image that its registry withdrew": {
      spec: podSpec({ image: "docker.io/bitnami/redis:7.2" }),
      says: "ImagePullBackOff",
    },
    "the secret that is missing": {
      spec: podSpec({ env: [{ name: "PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } }] }),
      says: 'CreateContainerConfigError: secret "db" not found',
    },
    "the capacity that no node has": {
      spec: podSpec({ resources: { requests: { cpu: "16" } } }),
      says: "Insufficient cpu",
    },
    "the zone in which there is no node": {
      spec: podSpec({}, { nodeSelector: { "topology.kubernetes.io/zone": "us-east-1f" } }),
      says: "didn't match Pod's node affinity/selector",
    },
  };

  for (const [what, { spec, says }] of Object.entries(broken)) {
    test(what, () => expect(messageOf(spec)).toContain(says));
  }

  test("the volume in a zone without nodes", () => {
    const bench = storageBench();
    bench.cluster.api.create(storageClass("now", { volumeBindingMode: "Immediate" }));
    bench.use({ storageClassName: "now" }, { nodeSelector: { "topology.kubernetes.io/zone": "us-east-1b" } });
    bench.cluster.run();
    const pod = bench.pod();
    expect(pod && podProblem(pod)).toContain("1 node(s) had volume node affinity conflict");
  });
});

/** What the Application of one Deployment with such pods is shown to fail at, where there are nodes in two zones. */
function messageOf(spec: JsonObject): string {
  const argo = new TestArgoCd(workloadControllersWith([]));
  for (const zone of ["a", "b"]) argo.api.create(node(`node-${zone}`, zone));
  argo.repository.write("shop/app.yaml", workload("Deployment", "app", spec));
  argo.application("shop");
  argo.run(900);
  return applicationStatuses(argo.test.cluster).find(({ name }) => name === "shop")?.message ?? "";
}
