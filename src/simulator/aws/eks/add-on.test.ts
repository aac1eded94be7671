import { describe, expect, test } from "vitest";
import { kubernetesVersions } from "../../../configuration/versions.ts";
import type { Values } from "../../planning/values.ts";
import type { TestCloud } from "../../testing/cloud.ts";
import { changeCluster, cloudWithCluster, joinNode, roleFor, userWith } from "../../testing/cluster.ts";
import { defaultVersion, offeredVersions } from "./facts/add-on-versions.ts";
import { eks } from "./records.ts";

describe("versions", () => {
  test("an add-on without a version gets the default one of the cluster's minor", () => {
    const cloud = cloudWithCluster({ version: "1.35" });
    expect(install(cloud, "kube-proxy").addon_version).toBe("v1.35.3-eksbuild.5");
  });

  test("an add-on keeps its version when its cluster is upgraded, and takes one of the new minor when asked", () => {
    const cloud = cloudWithCluster({ version: "1.35" });
    const state = install(cloud, "kube-proxy", { addon_version: "v1.35.3-eksbuild.21" });
    changeCluster(cloud, { version: "1.36" });
    expect(cloud.read("aws_eks_addon", state)).toEqual(state);
    const updated = cloud.update(
      state,
      "aws_eks_addon",
      config("kube-proxy", { addon_version: "v1.36.0-eksbuild.17" }),
    );
    expect(updated.addon_version).toBe("v1.36.0-eksbuild.17");
  });

  test("an update of the configuration is possible although the version is no longer offered", () => {
    const cloud = cloudWithCluster({ version: "1.35" });
    const pinned = { addon_version: "v1.35.3-eksbuild.21" };
    const state = install(cloud, "kube-proxy", pinned);
    changeCluster(cloud, { version: "1.36" });
    const changed = config("kube-proxy", { ...pinned, configuration_values: '{"mode":"ipvs"}' });
    expect(cloud.update(state, "aws_eks_addon", changed).configuration_values).toBe('{"mode":"ipvs"}');
  });

  test("a version that was first seen later is offered from that day on", () => {
    expect(offeredVersions("vpc-cni", "1.36", new Date("2026-09-30"))[0]).toBe("v1.22.4-eksbuild.3");
    expect(offeredVersions("vpc-cni", "1.36", new Date("2026-10-01"))[0]).toBe("v1.23.1-eksbuild.1");
  });

  test("the default version of every add-on and minor is among those offered", () => {
    for (const minor of ["1.36", "1.35", "1.34", "1.33", "1.32", "1.31"]) {
      for (const addOn of ["vpc-cni", "kube-proxy", "coredns", "aws-ebs-csi-driver", "eks-pod-identity-agent"]) {
        const offered = offeredVersions(addOn, minor, new Date("2026-11-24"));
        expect(offered, `${addOn} for ${minor}`).toContain(defaultVersion(addOn, minor));
      }
    }
  });

  test("every version that the platform pins is offered for its minor", () => {
    for (const [minor, { addOns }] of Object.entries(kubernetesVersions)) {
      for (const [addOn, version] of Object.entries(addOns)) {
        const cloud = cloudWithCluster({ version: minor });
        joinNode(cloud);
        expect(install(cloud, addOn, { addon_version: version }).addon_version).toBe(version);
      }
    }
  });

  test("the data source gives the newest version or the default one, and none of an unknown add-on", () => {
    const cloud = cloudWithCluster();
    const version = (config: Values) => cloud.data("aws_eks_addon_version", { kubernetes_version: "1.36", ...config });
    expect(version({ addon_name: "coredns", most_recent: true }).version).toBe("v1.14.3-eksbuild.23");
    expect(version({ addon_name: "coredns" }).version).toBe("v1.14.2-eksbuild.4");
    expect(() => version({ addon_name: "coredn" })).toThrow("couldn't find resource");
  });
});

describe("pods", () => {
  test.each([
    ["vpc-cni", 65],
    ["kube-proxy", 25],
    ["eks-pod-identity-agent", 46],
  ])("%s is a DaemonSet and active without nodes after %i seconds", (addOn, seconds) => {
    const cloud = cloudWithCluster();
    install(cloud, addOn);
    expect(cloud.provider.operations.at(-1)?.seconds).toBe(seconds);
  });

  test("CoreDNS without a node stays degraded until the provider gives up after twenty minutes", () => {
    const cloud = cloudWithCluster();
    const outcome = () => install(cloud, "coredns");
    expect(outcome).toThrow("last state: 'DEGRADED', timeout: 20m0s): InsufficientNumberOfReplicas");
    expect(cloud.provider.operations.at(-1)?.seconds).toBe(1_200);
    expect(cloud.import("aws_eks_addon", "test:coredns").addon_name).toBe("coredns");
  });

  test("a longer time-out is waited for as well", () => {
    const cloud = cloudWithCluster();
    expect(() => install(cloud, "coredns", { timeouts: { create: "1h5m" } })).toThrow("timeout: 1h5m0s");
    expect(cloud.provider.operations.at(-1)?.seconds).toBe(3_900);
  });

  test("CoreDNS finds no place on a node that is not ready", () => {
    const cloud = cloudWithCluster();
    joinNode(cloud, false);
    expect(() => install(cloud, "coredns")).toThrow("InsufficientNumberOfReplicas");
  });

  test("CoreDNS is active in seconds when a node is ready, or when Auto Mode makes nodes", () => {
    const cloud = cloudWithCluster();
    joinNode(cloud);
    install(cloud, "coredns");
    expect(cloud.provider.operations.at(-1)?.seconds).toBe(15);
    const auto = { enabled: true, nodePools: ["system"], nodeRoleArn: null };
    expect(install(cloudWithCluster({ autoMode: auto }), "coredns").addon_version).toBe("v1.14.2-eksbuild.4");
  });
});

describe("configuration", () => {
  test("everything that is wrong is said at once, in the words of the validator", () => {
    const configuration = { enableNetworkPolicy: true, env: { WARM_IP_TARGET: 3 }, nodeSelector: {} };
    const cloud = cloudWithCluster();
    expect(() => install(cloud, "vpc-cni", { configuration_values: JSON.stringify(configuration) })).toThrow(
      "[$.enableNetworkPolicy: boolean found, string expected, $.env.WARM_IP_TARGET: integer found, string expected, " +
        "$.nodeSelector: is not defined in the schema and the schema does not allow additional properties]",
    );
  });

  test("YAML is taken as well as JSON, and neither is refused", () => {
    const cloud = cloudWithCluster();
    install(cloud, "vpc-cni", { configuration_values: "env:\n  WARM_IP_TARGET: '3'\n" });
    const refused = () => install(cloud, "kube-proxy", { configuration_values: "{mode" });
    expect(refused).toThrow("not in valid YAML or JSON format");
  });

  test("the settings of this platform's VPC CNI are accepted", () => {
    const configuration = {
      enableNetworkPolicy: "true",
      nodeAgent: { enablePolicyEventLogs: "true", enableCloudWatchLogs: "true" },
      init: { env: { DISABLE_TCP_EARLY_DEMUX: "true" } },
      env: { ENABLE_PREFIX_DELEGATION: "true", ENABLE_POD_ENI: "true", POD_SECURITY_GROUP_ENFORCING_MODE: "strict" },
    };
    const text = JSON.stringify(configuration);
    expect(install(cloudWithCluster(), "vpc-cni", { configuration_values: text }).configuration_values).toBe(text);
  });
});

describe("conflicts", () => {
  const field = "ConfigMap coredns - .data.Corefile";

  test("objects that a cluster came with are adopted at their own version, another one meets its image", () => {
    const cloud = () => cloudWithCluster({ selfManagedAddOns: ["kube-proxy"] });
    install(cloud(), "kube-proxy");
    const refused = () => install(cloud(), "kube-proxy", { addon_version: "v1.36.0-eksbuild.17" });
    expect(refused).toThrow('DaemonSet.apps kube-proxy - .spec.template.spec.containers[name="kube-proxy"].image');
  });

  test("an update without a mode fails on a field that somebody set, and changes nothing", () => {
    const { cloud, state } = coreDnsWith(field);
    const refused = () => cloud.update(state, "aws_eks_addon", config("coredns", { addon_version: newCoreDns }));
    expect(refused).toThrow(`unexpected state 'Failed', wanted target 'Successful'`);
    expect(refused).toThrow(field);
    expect(cloud.read("aws_eks_addon", state)).toEqual(state);
  });

  test("an update that preserves keeps the field, one that overwrites takes it over", () => {
    const { cloud, state } = coreDnsWith(field);
    const update = (before: Values, addon_version: string, resolve_conflicts_on_update: string) =>
      cloud.update(before, "aws_eks_addon", config("coredns", { addon_version, resolve_conflicts_on_update }));
    const preserved = update(state, newCoreDns, "PRESERVE");
    expect(eks.clusters(cloud.aws).get("test")?.customisedFields).toEqual({ coredns: [field] });
    update(preserved, "v1.14.3-eksbuild.23", "OVERWRITE");
    expect(eks.clusters(cloud.aws).get("test")?.customisedFields).toEqual({});
  });
});

describe("deletion", () => {
  test("an add-on that is preserved leaves its objects, which the next one adopts", () => {
    const cloud = cloudWithCluster();
    const state = install(cloud, "kube-proxy", { preserve: true, addon_version: "v1.36.0-eksbuild.17" });
    cloud.delete("aws_eks_addon", state);
    expect(cloud.read("aws_eks_addon", state)).toBeNull();
    expect(eks.addOns(cloud.aws).get("test:kube-proxy")?.managed).toBe(false);
    install(cloud, "kube-proxy", { addon_version: "v1.36.0-eksbuild.17" });
  });

  test("an add-on that is not preserved takes its objects along", () => {
    const cloud = cloudWithCluster();
    cloud.delete("aws_eks_addon", install(cloud, "kube-proxy"));
    expect(eks.addOns(cloud.aws).size).toBe(0);
  });

  test("an add-on that is already gone, with or without its cluster, is no error", () => {
    const cloud = cloudWithCluster();
    const state = install(cloud, "kube-proxy");
    cloud.delete("aws_eks_addon", state);
    expect(() => cloud.delete("aws_eks_addon", state)).not.toThrow();
    eks.clusters(cloud.aws).delete("test");
    expect(() => cloud.delete("aws_eks_addon", state)).not.toThrow();
  });
});

describe("roles of service accounts", () => {
  test("an add-on makes, changes and removes the associations that it asks for", () => {
    const cloud = cloudWithCluster();
    const [first, second] = [podRole(cloud, "first"), podRole(cloud, "second")];
    const association = (role_arn: string) => ({
      pod_identity_association: [{ service_account: "aws-node", role_arn }],
    });
    const state = install(cloud, "vpc-cni", association(first));
    expect(associations(cloud)).toMatchObject([{ namespace: "kube-system", roleArn: first, ownerAddOn: state.arn }]);
    const updated = cloud.update(state, "aws_eks_addon", config("vpc-cni", association(second)));
    expect(updated.pod_identity_association).toEqual([{ service_account: "aws-node", role_arn: second }]);
    cloud.delete("aws_eks_addon", updated);
    expect(associations(cloud)).toEqual([]);
  });

  test("a role that does not exist is refused before anything is made", () => {
    const cloud = cloudWithCluster();
    const role = "arn:aws:iam::123456789012:role/missing";
    expect(() => install(cloud, "vpc-cni", { service_account_role_arn: role })).toThrow("does not exist");
    expect(eks.addOns(cloud.aws).size).toBe(0);
  });

  test("who gives an add-on a role must be allowed to pass it", () => {
    const cloud = cloudWithCluster();
    const role = { service_account_role_arn: roleFor(cloud, "cni", "pods.eks.amazonaws.com") };
    const user = userWith(cloud, ["eks:CreateAddon"]);
    expect(() => install(user, "vpc-cni", role)).toThrow(/AccessDeniedException: .*limited.*iam:PassRole/);
    install(user, "vpc-cni");
  });

  test("who asks for an association by an add-on must be allowed to make one", () => {
    const cloud = cloudWithCluster();
    const role = { pod_identity_association: [{ service_account: "aws-node", role_arn: podRole(cloud, "cni") }] };
    const user = userWith(cloud, ["eks:CreateAddon", "iam:PassRole"]);
    expect(() => install(user, "vpc-cni", role)).toThrow("eks:CreatePodIdentityAssociation");
  });
});

describe("state", () => {
  test("an imported add-on reads like the one that was made", () => {
    const cloud = cloudWithCluster();
    const state = install(cloud, "vpc-cni", { tags: { team: "data" } });
    expect(cloud.import("aws_eks_addon", String(state.id))).toEqual(state);
    expect(() => cloud.import("aws_eks_addon", "vpc-cni")).toThrow("unexpected format");
  });

  test("the data source shows an add-on of the cluster, and does not find one that is not there", () => {
    const cloud = cloudWithCluster();
    const { arn, addon_version } = install(cloud, "vpc-cni");
    const read = (addon_name: string) => cloud.data("aws_eks_addon", { cluster_name: "test", addon_name });
    expect(read("vpc-cni")).toMatchObject({ arn, addon_version, id: "test:vpc-cni" });
    expect(() => read("coredns")).toThrow("reading EKS Add-On (test:coredns): couldn't find resource");
  });

  test("tags change in place, each by the right it needs", () => {
    const cloud = cloudWithCluster();
    const state = install(cloud, "vpc-cni", { tags: { team: "data", stage: "test" } });
    const user = userWith(cloud, ["eks:DescribeAddon", "eks:TagResource"]);
    const tagged = user.update(state, "aws_eks_addon", config("vpc-cni", { tags: { team: "web", stage: "test" } }));
    expect(tagged.tags_all).toEqual({ team: "web", stage: "test" });
    const untag = () => user.update(tagged, "aws_eks_addon", config("vpc-cni", { tags: { team: "web" } }));
    expect(untag).toThrow("eks:UntagResource");
  });
});

const newCoreDns = "v1.14.3-eksbuild.16";

function config(addOn: string, rest: Values = {}): Values {
  return { cluster_name: "test", addon_name: addOn, ...rest };
}

function install(cloud: TestCloud, addOn: string, rest: Values = {}): Values {
  return cloud.create("aws_eks_addon", config(addOn, rest));
}

/** CoreDNS as it is installed, and then changed by somebody in the cluster. */
function coreDnsWith(field: string): { cloud: TestCloud; state: Values } {
  const cloud = cloudWithCluster();
  joinNode(cloud);
  const state = install(cloud, "coredns");
  changeCluster(cloud, { customisedFields: { coredns: [field] } });
  return { cloud, state };
}

function podRole(cloud: TestCloud, name: string): string {
  return roleFor(cloud, name, "pods.eks.amazonaws.com");
}

function associations(cloud: TestCloud): object[] {
  return eks.podIdentityAssociations(cloud.aws).rows();
}
