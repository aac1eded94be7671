import { definitionRule } from "../review.ts";

const gatewayApi = "Gateway API, apis/v1";
const own = "Envoy Gateway, api/v1alpha1";

const ofGateway = <Details extends readonly unknown[]>(id: string, message: (...details: Details) => string) =>
  definitionRule({
    id: `gateway-api/${id}`,
    operation: "write Gateway",
    message,
    source: `${gatewayApi}/gateway_types.go`,
  });
const ofRoute = <Details extends readonly unknown[]>(id: string, message: (...details: Details) => string) =>
  definitionRule({
    id: `gateway-api/${id}`,
    operation: "write HTTPRoute",
    message,
    source: `${gatewayApi}/httproute_types.go`,
  });
const ofPolicy = <Details extends readonly unknown[]>(
  id: string,
  file: string,
  message: (...details: Details) => string,
) => definitionRule({ id: `envoy-gateway/${id}`, operation: "write policy", message, source: `${own}/${file}` });

const list = (message: string): string => `spec.listeners: Invalid value: "array": ${message}`;
const inRule = (index: number, message: string): string => `spec.rules[${index}]: Invalid value: "object": ${message}`;
const spec = (message: string): string => `spec: Invalid value: "object": ${message}`;

/** What the definitions of the Gateway API and of Envoy Gateway refuse. */
export const rules = {
  listenerName: ofGateway("listener-name", () => list("Listener name must be unique within the Gateway")),
  listenerTwice: ofGateway("listener-twice", () =>
    list("Combination of port, protocol and hostname must be unique for each listener"),
  ),
  listenerTls: ofGateway("listener-tls", () => list("tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']")),
  listenerMode: ofGateway("listener-tls-mode", () => list("tls mode must be Terminate for protocol HTTPS")),
  listenerHost: ofGateway("listener-host", () => list("hostname must not be specified for protocols ['TCP', 'UDP']")),
  noListener: ofGateway("no-listener", () => "spec.listeners: Required value"),
  listenerPort: ofGateway("listener-port", (index: number, port: number) =>
    port < 1
      ? `spec.listeners[${index}].port: Invalid value: ${port}: spec.listeners[${index}].port in body should be greater than or equal to 1`
      : `spec.listeners[${index}].port: Invalid value: ${port}: spec.listeners[${index}].port in body should be less than or equal to 65535`,
  ),
  certificates: ofGateway(
    "listener-certificates",
    (index: number) =>
      `spec.listeners[${index}].tls: Invalid value: "object": certificateRefs or options must be specified when mode is Terminate`,
  ),
  controllerChanged: definitionRule({
    id: "gateway-api/controller-changed",
    operation: "update GatewayClass",
    message: () => 'spec.controllerName: Invalid value: "string": Value is immutable',
    source: `${gatewayApi}/gatewayclass_types.go`,
  }),
  redirectWithBackend: ofRoute("redirect-with-backend", (index: number) =>
    inRule(index, "RequestRedirect filter must not be used together with backendRefs"),
  ),
  rewritePrefix: ofRoute("rewrite-prefix", (index: number) =>
    inRule(
      index,
      "When using URLRewrite filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified",
    ),
  ),
  redirectPrefix: ofRoute("redirect-prefix", (index: number) =>
    inRule(
      index,
      "When using RequestRedirect filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified",
    ),
  ),
  backendPort: ofRoute(
    "backend-port",
    (rule: number, backend: number) =>
      `spec.rules[${rule}].backendRefs[${backend}]: Invalid value: "object": Must have port for Service reference`,
  ),
  filterSettings: ofRoute(
    "filter-settings",
    (rule: number, filter: number, field: string, type: string) =>
      `spec.rules[${rule}].filters[${filter}]: Invalid value: "object": filter.${field} must be specified for ${type} filter.type`,
  ),
  redirectStatus: ofRoute(
    "redirect-status",
    (rule: number, filter: number, status: number) =>
      `spec.rules[${rule}].filters[${filter}].requestRedirect.statusCode: Unsupported value: ${status}: supported values: "301", "302", "303", "307", "308"`,
  ),
  noTarget: ofPolicy("no-target", "policy_helpers.go", () => spec("either targetRef or targetRefs must be used")),
  clientTarget: ofPolicy("client-policy-target", "clienttrafficpolicy_types.go", () =>
    spec("this policy can only have a targetRef.kind of Gateway"),
  ),
  securityTarget: ofPolicy("security-policy-target", "securitypolicy_types.go", () =>
    spec("this policy can only have a targetRef.kind of Gateway/HTTPRoute/GRPCRoute"),
  ),
  targetGroup: ofPolicy("target-group", "policy_helpers.go", () =>
    spec("this policy can only have a targetRef.group of gateway.networking.k8s.io"),
  ),
  keySets: ofPolicy(
    "jwt-key-sets",
    "jwt_types.go",
    (index: number) =>
      `spec.jwt.providers[${index}]: Invalid value: "object": exactly one of remoteJWKS or localJWKS must be specified`,
  ),
  authorisationWithoutToken: ofPolicy("authorisation-without-jwt", "securitypolicy_types.go", () =>
    spec("if authorization.rules.principal.jwt is used, jwt must be defined"),
  ),
} as const;
