import type { IHTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute";
import type { IReferenceGrant } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1beta1/ReferenceGrant";
import { apiScopes } from "../../configuration/checks/applications.ts";
import type { Environment } from "../../configuration/environment.ts";
import { fromNamedNetworks } from "../envoy-gateway/client-networks.ts";
import type { SecurityPolicy } from "../envoy-gateway/kinds.ts";
import { gatewayName, gatewayNamespace, sections } from "../envoy-gateway/names.ts";
import { type Manifest, manifest } from "../gitops/manifest.ts";
import { collector, signozNamespace } from "./names.ts";

const route = "signoz-otel-collector";

/** What a token must allow. */
const telemetryScope = apiScopes[0];

/** Lets telemetry in from outside: by the encrypted listener only, for the environment's host only, with a token only. */
export function telemetryIngress(environment: Environment): Manifest[] {
  return [httpRoute(environment), referenceGrant(), securityPolicy(environment)];
}

function httpRoute({ ingress }: Environment): Manifest {
  return manifest<IHTTPRoute>({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name: route, namespace: gatewayNamespace },
    spec: {
      parentRefs: [{ name: gatewayName, sectionName: sections.https }],
      hostnames: [ingress.host],
      rules: [
        {
          matches: [{ path: { type: "PathPrefix", value: "/telemetry/v1" } }],
          filters: [
            { type: "URLRewrite", urlRewrite: { path: { type: "ReplacePrefixMatch", replacePrefixMatch: "/v1" } } },
          ],
          backendRefs: [{ name: collector.service, namespace: signozNamespace, port: collector.port }],
        },
      ],
    },
  });
}

/** Routes of the Gateway's namespace may lead to the collector. */
function referenceGrant(): Manifest {
  return manifest<IReferenceGrant>({
    apiVersion: "gateway.networking.k8s.io/v1beta1",
    kind: "ReferenceGrant",
    metadata: { name: "telemetry-ingress", namespace: signozNamespace },
    spec: {
      from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: gatewayNamespace }],
      to: [{ group: "", kind: "Service", name: collector.service }],
    },
  });
}

/** Tokens of the environment's tenant, for its API, that allow to write telemetry: anything else is denied. */
function securityPolicy(environment: Environment): Manifest {
  const { auth0, ingress } = environment;
  const issuer = `https://${auth0.domain}/`;
  return manifest<SecurityPolicy>({
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind: "SecurityPolicy",
    metadata: { name: "telemetry-needs-token", namespace: gatewayNamespace },
    spec: {
      targetRefs: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: route }],
      jwt: {
        providers: [
          {
            name: "auth0",
            issuer,
            audiences: [`https://${ingress.host}`],
            remoteJWKS: { uri: `${issuer}.well-known/jwks.json` },
          },
        ],
      },
      authorization: {
        defaultAction: "Deny",
        rules: [
          {
            name: "writes-telemetry",
            action: "Allow",
            principal: { ...fromNamedNetworks(environment), jwt: { provider: "auth0", scopes: [telemetryScope] } },
          },
        ],
      },
    },
  });
}
