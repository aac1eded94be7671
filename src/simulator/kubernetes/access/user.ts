/** What an EKS access policy lets a user do, and where. */
export interface AccessGrant {
  /** For example `AmazonEKSEditPolicy`. */
  readonly policy: string;
  /** Namespaces, with `*` for any characters; null for the whole cluster. */
  readonly namespaces: readonly string[] | null;
}

/** Who calls an API server. */
export interface User {
  readonly name: string;
  readonly groups: readonly string[];
  /** From the access policies of EKS; what roles of the cluster allow comes beside. */
  readonly grants?: readonly AccessGrant[];
}

/** Controllers of the control plane and of the platform: they may do everything. */
export const systemUser: User = { name: "system:controller", groups: ["system:masters"] };

/** The user that the pods of a service account are. */
export function serviceAccountUser(namespace: string, name: string): User {
  return {
    name: `system:serviceaccount:${namespace}:${name}`,
    groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, "system:authenticated"],
  };
}
