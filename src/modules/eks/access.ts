import { Construct } from "constructs";
import { EksAccessEntry } from "../../../.gen/aws/eks-access-entry.js";
import { EksAccessPolicyAssociation } from "../../../.gen/aws/eks-access-policy-association.js";
import type { AccessEntry } from "../../configuration/environment.ts";

/** Who may use the cluster's API: one entry for each declared principal, keyed by its name in the configuration. */
export class ClusterAccess extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: { readonly clusterName: string; readonly entries: readonly AccessEntry[] },
  ) {
    super(scope, id);
    const { clusterName } = props;
    for (const { key, principalArn, policyArns, namespaces } of props.entries) {
      const entry = new EksAccessEntry(this, key, { clusterName, principalArn, type: "STANDARD" });
      for (const policyArn of policyArns) {
        new EksAccessPolicyAssociation(this, `${key}-${shortName(policyArn)}`, {
          clusterName,
          principalArn: entry.principalArn,
          policyArn,
          accessScope: namespaces.length > 0 ? { type: "namespace", namespaces: [...namespaces] } : { type: "cluster" },
        });
      }
    }
  }
}

/** `…/AmazonEKSAdminViewPolicy` becomes `admin-view`. */
function shortName(policyArn: string): string {
  const name = policyArn.slice(policyArn.lastIndexOf("/") + 1).replace(/^AmazonEKS|Policy$/g, "");
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
}
