/** Kinds of cert-manager, as `group/Kind`. */
export const kinds = {
  issuer: "cert-manager.io/Issuer",
  clusterIssuer: "cert-manager.io/ClusterIssuer",
  certificate: "cert-manager.io/Certificate",
  request: "cert-manager.io/CertificateRequest",
  order: "acme.cert-manager.io/Order",
  challenge: "acme.cert-manager.io/Challenge",
} as const;

/** Kinds of the Gateway API that cert-manager looks at when its switch for them is on. */
export const gatewayKinds = {
  gateway: "gateway.networking.k8s.io/Gateway",
  route: "gateway.networking.k8s.io/HTTPRoute",
} as const;
