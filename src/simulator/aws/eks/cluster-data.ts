import { ProviderError } from "../../planning/diagnostics.ts";
import type { DataSource, EphemeralResource } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { ignoring } from "../ec2/calls.ts";
import { flag, text, texts } from "../input.ts";
import { callEks } from "./calls.ts";
import { describeCluster } from "./cluster.ts";
import { clusterToken } from "./cluster-token.ts";
import { clusterValues } from "./cluster-values.ts";
import {
  defaultMinor,
  type KubernetesVersion,
  kubernetesVersions,
  supportStatus,
} from "./facts/kubernetes-versions.ts";
import { eks } from "./records.ts";

/** `aws_eks_cluster`. */
export const clusterData: DataSource<Aws> = {
  type: "aws_eks_cluster",
  read({ client }, config) {
    const name = text(config, "name");
    const held = ignoring(["ResourceNotFoundException"], () => describeCluster(client, name));
    if (!held) throw new ProviderError(`reading EKS Cluster (${name}): couldn't find resource`);
    return {
      ...clusterValues(held),
      access_config: [
        { authentication_mode: held.authenticationMode, bootstrap_cluster_creator_admin_permissions: true },
      ],
      tags: held.tags,
    };
  },
};

/** `aws_eks_clusters`. */
export const clustersData: DataSource<Aws> = {
  type: "aws_eks_clusters",
  read({ client }) {
    const names = callEks(client, "ListClusters", { resources: ["*"] }, () => [...eks.clusters(client).keys()]);
    return { id: client.region, names };
  },
};

/** `aws_eks_cluster_auth`. */
export const clusterAuthData: DataSource<Aws> = {
  type: "aws_eks_cluster_auth",
  read: ({ client }, config) => ({
    id: text(config, "name"),
    token: clusterToken(client, text(config, "name")),
  }),
};

/** `aws_eks_cluster_auth`, never kept. */
export const clusterAuthEphemeral: EphemeralResource<Aws> = {
  type: "aws_eks_cluster_auth",
  open: ({ client }, config) => ({ token: clusterToken(client, text(config, "name")) }),
};

/** The type of cluster whose versions are known: not those on Outposts. */
const versionsOf = "eks";

/** `aws_eks_cluster_versions`. */
export const clusterVersionsData: DataSource<Aws> = {
  type: "aws_eks_cluster_versions",
  read({ client }, config) {
    const only = texts(config.cluster_versions_only);
    const status = text(config, "version_status");
    const clusterType = text(config, "cluster_type") || versionsOf;
    const isWanted = (facts: KubernetesVersion): boolean => {
      const support = supportStatus(facts, client.world.now);
      if (support === undefined || clusterType !== versionsOf) return false;
      if (only.length > 0) return only.includes(facts.minor);
      if (status) return support === status;
      if (flag(config, "default_only")) return facts.minor === defaultMinor(client.world.now);
      return flag(config, "include_all") || support !== "UNSUPPORTED";
    };
    const versions = callEks(client, "DescribeClusterVersions", { resources: ["*"] }, () =>
      kubernetesVersions.filter(isWanted),
    );
    return { cluster_versions: versions.map((facts) => versionValues(client, facts)) };
  },
};

function versionValues(aws: Aws, facts: KubernetesVersion): Values {
  return {
    cluster_type: versionsOf,
    cluster_version: facts.minor,
    default_platform_version: facts.platform,
    default_version: facts.minor === defaultMinor(aws.world.now),
    end_of_extended_support_date: `${facts.extendedSupportUntil}T00:00:00Z`,
    end_of_standard_support_date: `${facts.standardSupportUntil}T00:00:00Z`,
    kubernetes_patch_version: facts.patch,
    release_date: `${facts.offered}T00:00:00Z`,
    version_status: supportStatus(facts, aws.world.now) ?? "UNSUPPORTED",
  };
}
