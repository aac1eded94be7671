import { ProviderError } from "../../planning/diagnostics.ts";
import type { DataSource } from "../../planning/resource-type.ts";
import type { Aws } from "../client.ts";
import { ignoring } from "../ec2/calls.ts";
import { flag, rfc3339, text } from "../input.ts";
import { describeAddOn } from "./add-on.ts";
import { shownRoles } from "./add-on-type.ts";
import { defaultVersion, offeredVersions } from "./facts/add-on-versions.ts";

/** `aws_eks_addon`: an add-on of a cluster. */
export const addOnData: DataSource<Aws> = {
  type: "aws_eks_addon",
  read({ client }, config) {
    const [clusterName, name] = [text(config, "cluster_name"), text(config, "addon_name")];
    const id = `${clusterName}:${name}`;
    const found = ignoring(["ResourceNotFoundException"], () => describeAddOn(client, clusterName, name));
    if (!found) throw new ProviderError(`reading EKS Add-On (${id}): couldn't find resource`);
    return {
      id,
      arn: found.arn,
      addon_version: found.version,
      configuration_values: found.configuration,
      created_at: rfc3339(found.createdAt),
      modified_at: rfc3339(found.modifiedAt),
      pod_identity_association: shownRoles(client, found),
      service_account_role_arn: found.serviceAccountRoleArn ?? "",
      tags: found.tags,
    };
  },
};

/** `aws_eks_addon_version`: the newest or the default version of an add-on for a minor. */
export const addOnVersionData: DataSource<Aws> = {
  type: "aws_eks_addon_version",
  read({ client }, config) {
    const [name, minor] = [text(config, "addon_name"), text(config, "kubernetes_version")];
    const mostRecent = flag(config, "most_recent");
    const parameters = { addonName: name, kubernetesVersion: minor };
    const version = client.call({ action: "eks:DescribeAddonVersions", parameters }, () =>
      mostRecent ? offeredVersions(name, minor, client.world.now)[0] : defaultVersion(name, minor),
    );
    if (version === undefined) {
      throw new ProviderError(`reading EKS Add-On version info (${name}, ${minor}): couldn't find resource`);
    }
    return { id: name, version, most_recent: mostRecent };
  },
};
