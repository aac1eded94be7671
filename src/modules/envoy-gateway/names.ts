/** Where Envoy Gateway, its Gateway and the routes of all applications live. */
export const gatewayNamespace = "envoy-gateway";

/** The one Gateway of a cluster: one load balancer, one host name. */
export const gatewayName = "eg";

/** Sections of the Gateway: what comes in encrypted, and what is sent there. */
export const sections = { https: "https", http: "http" } as const;
