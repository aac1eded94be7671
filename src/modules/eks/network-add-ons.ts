import { Construct } from "constructs";
import { EksAddon } from "../../../.gen/aws/eks-addon.js";
import type { EksCluster } from "../../../.gen/aws/eks-cluster.js";
import { unpinnedAddOn } from "./unpinned-add-on.ts";
import { VpcCniRole, type VpcCniRoleProps } from "./vpc-cni-role.ts";

/** How strictly the groups of a pod apply: `strict` leaves out traffic through the node's own interface. */
export type PodSecurityGroupMode = "standard" | "strict";

export interface NetworkAddOnsProps extends VpcCniRoleProps {
  readonly cluster: EksCluster;
  /** Pinned version by add-on name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly podSecurityGroups: PodSecurityGroupMode;
}

/** The add-ons that a node needs to become ready: they are DaemonSets, so each is active before there is a node. */
export class NetworkAddOns extends Construct {
  readonly #props: NetworkAddOnsProps;

  /** @throws EksStackError ES0203 when the version of an add-on is not pinned */
  constructor(scope: Construct, id: string, props: NetworkAddOnsProps) {
    super(scope, id);
    this.#props = props;
    const role = new VpcCniRole(this, "vpc-cni-role", props);
    this.#addOn("vpc-cni", {
      serviceAccountRoleArn: role.arn,
      configurationValues: JSON.stringify(vpcCniSettings(props.podSecurityGroups)),
      dependsOn: [...role.rights],
    });
    this.#addOn("kube-proxy", {});
    this.#addOn("eks-pod-identity-agent", {});
  }

  #addOn(
    name: string,
    settings: Pick<
      ConstructorParameters<typeof EksAddon>[2],
      "serviceAccountRoleArn" | "configurationValues" | "dependsOn"
    >,
  ): void {
    const version = this.#props.versions[name];
    if (version === undefined) throw unpinnedAddOn(name);
    new EksAddon(this, name, {
      clusterName: this.#props.cluster.name,
      addonName: name,
      addonVersion: version,
      // EKS's fields win when the add-on is installed; what somebody tuned since then is kept by an update.
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "PRESERVE",
      // Forgetting an add-on must never take the network from running nodes.
      preserve: true,
      ...settings,
    });
  }
}

/**
 * Prefix delegation for more pods on a node, interfaces for pods with their own security group, network policies with their log.
 * The add-on's schema wants every value as text.
 */
function vpcCniSettings(podSecurityGroups: PodSecurityGroupMode): object {
  return {
    enableNetworkPolicy: "true",
    nodeAgent: { enablePolicyEventLogs: "true", enableCloudWatchLogs: "true" },
    init: { env: { DISABLE_TCP_EARLY_DEMUX: "true" } },
    env: {
      ENABLE_PREFIX_DELEGATION: "true",
      ENABLE_POD_ENI: "true",
      POD_SECURITY_GROUP_ENFORCING_MODE: podSecurityGroups,
    },
  };
}
