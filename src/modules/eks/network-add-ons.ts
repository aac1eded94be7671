import { Construct } from "constructs";
import { EksAddon } from "../../../.gen/aws/eks-addon/index.js";
import { IamRole } from "../../../.gen/aws/iam-role/index.js";
import { IamRolePolicy } from "../../../.gen/aws/iam-role-policy/index.js";
import { IamRolePolicyAttachment } from "../../../.gen/aws/iam-role-policy-attachment/index.js";
import { EksStackError, exitCodes } from "../../errors.ts";
import { policyDocument } from "../iam/documents.ts";
import { roleName } from "../iam/names.ts";
import { serviceAccountTrust } from "../iam/trust.ts";
import type { IdentityProvider } from "./identity-provider.ts";
import type { ClusterLogs } from "./logs.ts";

/** How strictly the groups of a pod apply: `strict` leaves out traffic through the node's own interface. */
export type PodSecurityGroupMode = "standard" | "strict";

export interface NetworkAddOnsProps {
  readonly clusterName: string;
  readonly account: string;
  readonly region: string;
  readonly identityProvider: IdentityProvider;
  readonly logs: ClusterLogs;
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
    const { role, rights } = this.#vpcCniRole();
    this.#addOn("vpc-cni", {
      serviceAccountRoleArn: role.arn,
      configurationValues: JSON.stringify(vpcCniSettings(props.podSecurityGroups)),
      dependsOn: rights,
    });
    this.#addOn("kube-proxy", {});
    this.#addOn("eks-pod-identity-agent", {});
  }

  /**
   * The rights of `aws-node` by its service account's token. Not by Pod Identity: its agent is a pod of the very nodes that have no
   * network before `aws-node` runs.
   */
  #vpcCniRole(): { readonly role: IamRole; readonly rights: (IamRolePolicy | IamRolePolicyAttachment)[] } {
    const { clusterName, account, region, identityProvider, logs } = this.#props;
    const role = new IamRole(this, "vpc-cni", {
      name: roleName(`${clusterName}-vpc-cni`),
      description: `Amazon VPC CNI of EKS cluster ${clusterName}`,
      assumeRolePolicy: serviceAccountTrust(identityProvider, { namespace: "kube-system", name: "aws-node" }),
    });
    const interfaces = new IamRolePolicyAttachment(this, "vpc-cni-interfaces", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
    });
    const policyLogs = new IamRolePolicy(this, "vpc-cni-policy-logs", {
      name: "write-network-policy-logs",
      role: role.name,
      policy: policyDocument(
        {
          Sid: "FindLogGroup",
          Effect: "Allow",
          Action: "logs:DescribeLogGroups",
          Resource: `arn:aws:logs:${region}:${account}:log-group:*`,
        },
        {
          Sid: "WriteNetworkPolicyLogs",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: [logs.group.arn, `${logs.group.arn}:*`],
        },
      ),
    });
    return { role, rights: [interfaces, policyLogs] };
  }

  #addOn(
    name: string,
    settings: Pick<ConstructorParameters<typeof EksAddon>[2], "serviceAccountRoleArn" | "configurationValues" | "dependsOn">,
  ): void {
    const version = this.#props.versions[name];
    if (version === undefined) throw unpinned(name);
    new EksAddon(this, name, {
      clusterName: this.#props.clusterName,
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

function unpinned(name: string): EksStackError {
  return new EksStackError(
    {
      code: "ES0203",
      file: "src/configuration/versions.ts",
      at: ["addOns", name],
      problem: `The add-on ${name} has no pinned version for the Kubernetes version of this cluster.`,
      hint: "Add it to the catalogue, or to cluster.addOns of the environment.",
    },
    exitCodes.invalid,
  );
}
