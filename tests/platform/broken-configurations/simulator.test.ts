import { describe, expect, test } from "vitest";
import { TestArgoCd } from "../../../src/simulator/argo-cd/testing/argo-cd.ts";
import { tenant } from "../../../src/simulator/auth0/testing/tenant.ts";
import { applicationStatuses } from "../../../src/simulator/gitops-status.ts";
import { storageBench, storageClass } from "../../../src/simulator/kubernetes/storage/testing/storage.ts";
import { workloadControllersWith } from "../../../src/simulator/kubernetes/workloads/controllers.ts";
import { podProblem } from "../../../src/simulator/kubernetes/workloads/pods/pod-problem.ts";
import { node, podSpec, workload } from "../../../src/simulator/kubernetes/workloads/testing/workloads.ts";
import { spotRules } from "../../../src/simulator/spot/rules.ts";
import { cloudWithCluster } from "../../../src/simulator/testing/cluster.ts";
import { refusalOf } from "../../../src/simulator/testing/rule-test.ts";
import { testSpot } from "../../../src/simulator/testing/spot.ts";
import type { JsonObject } from "../../../src/simulator/world/json.ts";

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
