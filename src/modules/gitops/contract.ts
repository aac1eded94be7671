/**
 * One thing that one layer or application writes and another one uses. Whoever uses something that nobody writes is refused before
 * anything runs, with both ends named.
 */
export type Contract =
  | { readonly kind: "namespace"; readonly name: string }
  /** A key of a secret. */
  | { readonly kind: "secret"; readonly namespace: string; readonly name: string; readonly key: string }
  /** AWS rights of the pods of a service account. */
  | { readonly kind: "identity"; readonly namespace: string; readonly serviceAccount: string }
  | { readonly kind: "bucket"; readonly name: string }
  | { readonly kind: "service"; readonly namespace: string; readonly name: string; readonly port: number }
  | { readonly kind: "storage-class"; readonly name: string }
  /** A host name that the platform answers to. */
  | { readonly kind: "host"; readonly name: string }
  | { readonly kind: "cluster-issuer"; readonly name: string }
  | { readonly kind: "listener"; readonly namespace: string; readonly gateway: string; readonly section: string }
  /** A workload that is able to send mail as an address. */
  | { readonly kind: "mail-sender"; readonly address: string };
