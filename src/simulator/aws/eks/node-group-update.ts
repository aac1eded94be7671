import type { Aws } from "../client.ts";
import { callEks, requireCluster } from "./calls.ts";
import { newestRelease } from "./facts/node-images.ts";
import {
  keep,
  keyOf,
  type NodeGroupOutcome,
  type NodeGroupProperties,
  nodeGroupArn,
  requireNodeGroup,
} from "./node-group.ts";
import * as check from "./node-group-checks.ts";
import { instancesOf, stopNodes } from "./node-instances.ts";
import { startNodes } from "./node-joining.ts";
import { eks, type NodeGroup } from "./records.ts";

/** What `UpdateNodegroupConfig` can change. */
export type NodeGroupConfig = Pick<NodeGroup, "labels" | "taints" | "scaling" | "update" | "repair">;

/**
 * `eks:UpdateNodegroupConfig`: labels and taints change on living nodes, the number of instances at once.
 *
 * @throws AwsError
 */
export function updateNodeGroupConfig(
  aws: Aws,
  clusterName: string,
  name: string,
  change: NodeGroupConfig,
): NodeGroupOutcome {
  const request = {
    resources: [nodeGroupArn(aws, clusterName, name)],
    parameters: { clusterName, nodegroupName: name, labels: change.labels },
  };
  const group = callEks(aws, "UpdateNodegroupConfig", request, () => {
    const held = requireNodeGroup(aws, clusterName, name);
    check.checkScaling(change.scaling, "update");
    return eks.nodeGroups(aws).put(keyOf(held), { ...held, ...change });
  });
  const issue = startNodes(aws, requireCluster(aws, clusterName), group);
  return { group: keep(aws, group), issue };
}

/** What `UpdateNodegroupVersion` can change; null for what stays, or follows from the rest. */
export interface NodeGroupVersion {
  readonly version: string | null;
  readonly releaseVersion: string | null;
  readonly launchTemplate: NodeGroupProperties["launchTemplate"];
}

/**
 * `eks:UpdateNodegroupVersion`: new instances come up beside the old ones and replace them; if they do not come up, the old ones stay.
 *
 * @throws AwsError
 */
export function updateNodeGroupVersion(
  aws: Aws,
  clusterName: string,
  name: string,
  change: NodeGroupVersion,
): NodeGroupOutcome {
  const { version, releaseVersion, launchTemplate } = change;
  const request = {
    resources: [nodeGroupArn(aws, clusterName, name)],
    parameters: { clusterName, nodegroupName: name, version, releaseVersion, launchTemplate },
  };
  const [held, updated] = callEks(aws, "UpdateNodegroupVersion", request, () => {
    const before = requireNodeGroup(aws, clusterName, name);
    const cluster = requireCluster(aws, clusterName);
    const wanted = version ?? before.version;
    check.checkVersion(cluster, wanted, before.amiType);
    const template = launchTemplate ? check.resolveTemplate(aws, launchTemplate) : null;
    return [before, { ...before, ...template, version: wanted, releaseVersion: releaseOf(aws, before, change) }];
  });
  const cluster = requireCluster(aws, clusterName);
  const old = instancesOf(aws, held);
  const issue = startNodes(aws, cluster, updated, old.length + updated.scaling.desired);
  const started = instancesOf(aws, held).slice(old.length);
  stopNodes(aws, issue ? started : old);
  return { group: keep(aws, issue ? held : updated), issue };
}

function releaseOf(aws: Aws, { amiType, version }: NodeGroup, change: NodeGroupVersion): string {
  return change.releaseVersion ?? newestRelease(amiType, change.version ?? version, aws.region);
}
