import type { ITerraformDependable } from "cdktn";
import { Construct } from "constructs";
import { EksAddon, type EksAddonConfig } from "../../../.gen/aws/eks-addon.js";
import { unpinnedAddOn } from "../eks/unpinned-add-on.ts";
import { PodRole } from "../iam/pod-identity.ts";
import type { Place } from "../place.ts";
import { GuardDutyEndpoint, type GuardDutyEndpointProps } from "./guard-duty-endpoint.ts";

export interface AddOnsProps extends Place, Omit<GuardDutyEndpointProps, "account" | "region" | "clusterName"> {
  readonly clusterName: string;
  /** Pinned version by add-on name. */
  readonly versions: Readonly<Record<string, string>>;
  /** What makes the nodes that these add-ons run on. */
  readonly nodes: ITerraformDependable;
}

/**
 * The add-ons that need nodes: names, volumes, and GuardDuty's agent. Only the EBS driver calls AWS, so only it has a role: a role
 * for one that calls nothing would be a right that nobody uses.
 */
export class AddOns extends Construct {
  readonly dns: EksAddon;
  readonly volumes: EksAddon;

  /** @throws EksStackError ES0203 when the version of an add-on is not pinned */
  constructor(scope: Construct, id: string, props: AddOnsProps) {
    super(scope, id);
    const { nodes } = props;
    this.dns = this.#addOn("coredns", props, { dependsOn: [nodes] });
    const serviceAccount = "ebs-csi-controller-sa";
    const driver = new PodRole(this, "ebs-csi-driver", {
      ...props,
      key: "ebs-csi-driver",
      namespace: "kube-system",
      serviceAccount,
      description: `EBS CSI driver of EKS cluster ${props.clusterName}`,
      policyArns: ["arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"],
    });
    this.volumes = this.#addOn("aws-ebs-csi-driver", props, {
      podIdentityAssociation: [{ serviceAccount, roleArn: driver.role.arn }],
      dependsOn: [nodes, ...driver.rights],
    });
    const endpoint = new GuardDutyEndpoint(this, "guard-duty", props);
    this.#addOn("aws-guardduty-agent", props, { dependsOn: [nodes, endpoint.endpoint] });
  }

  #addOn(
    name: string,
    { clusterName, versions }: AddOnsProps,
    settings: Pick<EksAddonConfig, "podIdentityAssociation" | "dependsOn">,
  ): EksAddon {
    const version = versions[name];
    if (version === undefined) throw unpinnedAddOn(name);
    return new EksAddon(this, name, {
      clusterName,
      addonName: name,
      addonVersion: version,
      // EKS's fields win when the add-on is installed; what somebody tuned since then is kept by an update.
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "PRESERVE",
      ...settings,
    });
  }
}
