import type { IClusterIssuer } from "@kubernetes-models/cert-manager/cert-manager.io/v1/ClusterIssuer";
import type { IGateway } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway";
import type { IGatewayClass } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/GatewayClass";
import type { IHTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute";
import type { Environment } from "../../configuration/environment.ts";
import { type Manifest, manifest } from "../gitops/manifest.ts";
import { fromNamedNetworks } from "./client-networks.ts";
import type { ClientTrafficPolicy, EnvoyProxy, SecurityPolicy } from "./kinds.ts";
import { gatewayName, gatewayNamespace as namespace, sections } from "./names.ts";

const proxySettings = "load-balancer";

/**
 * What a reference is to. The API server would fill it in; but Argo CD knows no defaults of custom resources, and takes a list whose
 * members got some for one that somebody changed. So everything below a list says its defaults: here, in certificates and in matches.
 */
const gatewayKind = { group: "gateway.networking.k8s.io", kind: "Gateway" } as const;

/**
 * The issuer of an environment's certificates. It is called after its directory, since cert-manager asks for another certificate when a
 * Certificate names another issuer, and not when an issuer changes.
 */
export function issuerName({ ingress }: Pick<Environment, "ingress">): string {
  return `lets-encrypt-${ingress.certificates}`;
}

/** Certificate and key of the host name; cert-manager writes them. */
const certificateSecret = "eg-https";

/** Directories of Let's Encrypt. Source: letsencrypt.org, "ACME Protocol Updates" and "Staging Environment". */
const directories: Readonly<Record<Environment["ingress"]["certificates"], string>> = {
  staging: "https://acme-staging-v02.api.letsencrypt.org/directory",
  production: "https://acme-v02.api.letsencrypt.org/directory",
};

/** Everything that makes the one Gateway of a cluster: how its proxies run, who certifies it, what it listens to. */
export function gatewayManifests(environment: Environment): Manifest[] {
  return [
    envoyProxy(),
    gatewayClass(),
    clusterIssuer(environment),
    gateway(environment),
    clientTrafficPolicy(),
    redirect(),
    ...(environment.ingressNetworks.length > 0 ? [onlyNamedNetworks(environment)] : []),
  ];
}

/**
 * Proxies in two zones behind a network load balancer, which keeps the address of the client: it sends only to nodes with a proxy, so
 * nothing on the way has to replace the address, and no proxy protocol has to be agreed on.
 */
function envoyProxy(): Manifest {
  return manifest<EnvoyProxy>({
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind: "EnvoyProxy",
    metadata: { name: proxySettings, namespace },
    spec: {
      provider: {
        type: "Kubernetes",
        kubernetes: {
          envoyDeployment: {
            replicas: 2,
            pod: {
              topologySpreadConstraints: [
                {
                  maxSkew: 1,
                  topologyKey: "topology.kubernetes.io/zone",
                  whenUnsatisfiable: "ScheduleAnyway",
                  labelSelector: { matchLabels: { "gateway.envoyproxy.io/owning-gateway-name": gatewayName } },
                },
              ],
            },
          },
          envoyService: {
            annotations: { "service.beta.kubernetes.io/aws-load-balancer-type": "nlb" },
            externalTrafficPolicy: "Local",
          },
        },
      },
    },
  });
}

function gatewayClass(): Manifest {
  return manifest<IGatewayClass>({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "GatewayClass",
    metadata: { name: gatewayName },
    spec: {
      controllerName: "gateway.envoyproxy.io/gatewayclass-controller",
      parametersRef: { group: "gateway.envoyproxy.io", kind: "EnvoyProxy", name: proxySettings, namespace },
    },
  });
}

function clusterIssuer(environment: Environment): Manifest {
  const { contact, ingress } = environment;
  const name = issuerName(environment);
  return manifest<IClusterIssuer>({
    apiVersion: "cert-manager.io/v1",
    kind: "ClusterIssuer",
    metadata: { name },
    spec: {
      acme: {
        server: directories[ingress.certificates],
        email: contact,
        privateKeySecretRef: { name: `${name}-account-key` },
        solvers: [
          {
            http01: {
              gatewayHTTPRoute: { parentRefs: [{ ...gatewayKind, name: gatewayName, namespace }] },
            },
          },
        ],
      },
    },
  });
}

function gateway(environment: Environment): Manifest {
  const { ingress } = environment;
  return manifest<IGateway>({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    metadata: {
      name: gatewayName,
      namespace,
      annotations: { "cert-manager.io/cluster-issuer": issuerName(environment) },
    },
    spec: {
      gatewayClassName: gatewayName,
      listeners: [
        {
          name: sections.https,
          protocol: "HTTPS",
          port: 443,
          hostname: ingress.host,
          tls: { mode: "Terminate", certificateRefs: [{ group: "", kind: "Secret", name: certificateSecret }] },
        },
        { name: sections.http, protocol: "HTTP", port: 80 },
      ],
    },
  });
}

function clientTrafficPolicy(): Manifest {
  return manifest<ClientTrafficPolicy>({
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind: "ClientTrafficPolicy",
    metadata: { name: "tls-1.3", namespace },
    spec: {
      targetRefs: [{ ...gatewayKind, name: gatewayName }],
      tls: { minVersion: "1.3" },
    },
  });
}

/** Whatever comes unencrypted is sent to the encrypted port; only the challenges of ACME, whose paths are longer, are answered. */
function redirect(): Manifest {
  return manifest<IHTTPRoute>({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name: "tls-redirect", namespace },
    spec: {
      parentRefs: [{ ...gatewayKind, name: gatewayName, sectionName: sections.http }],
      rules: [
        {
          matches: [{ path: { type: "PathPrefix", value: "/" } }],
          filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }],
        },
      ],
    },
  });
}

/**
 * Keeps everybody else away from the encrypted port. The load balancer itself stays open: challenges of ACME come to the unencrypted
 * port from addresses that Let's Encrypt does not tell. Routes with a policy of their own bring the same condition with them.
 */
function onlyNamedNetworks(environment: Environment): Manifest {
  return manifest<SecurityPolicy>({
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind: "SecurityPolicy",
    metadata: { name: "named-networks-only", namespace },
    spec: {
      targetRefs: [{ ...gatewayKind, name: gatewayName, sectionName: sections.https }],
      authorization: {
        defaultAction: "Deny",
        rules: [{ name: "named-networks", action: "Allow", principal: fromNamedNetworks(environment) }],
      },
    },
  });
}
