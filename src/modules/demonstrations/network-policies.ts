import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import type { PlatformApplication } from "../gitops/application.ts";
import { type Manifest, manifest } from "../gitops/manifest.ts";
import { demonstration } from "./demonstration.ts";
import { type StarNamespaces, starNamespaces } from "./stars.ts";

const namespaces = starNamespaces("policies");

type Rules = NonNullable<INetworkPolicy["spec"]>;
type Peer = NonNullable<NonNullable<NonNullable<Rules["ingress"]>[number]["from"]>[number]>;

/**
 * Shows network policies: nothing reaches anything in two namespaces, but for names, who looks on, and the way from client to
 * frontend to backend.
 */
export function networkPolicyDemonstration(): PlatformApplication {
  return demonstration("network-policy-demonstration", namespaces, [
    ...guardedByDefault("stars"),
    ...guardedByDefault("client"),
    policy("stars", "backend", {
      podSelector: { matchLabels: { role: "backend" } },
      ingress: [{ from: [pods("frontend")], ports: tcp(6379) }],
    }),
    policy("stars", "frontend", {
      podSelector: { matchLabels: { role: "frontend" } },
      ingress: [{ from: [namespace(namespaces.client)], ports: tcp(80) }],
      egress: [{ to: [pods("backend")], ports: tcp(6379) }],
    }),
    policy("client", "client", {
      podSelector: { matchLabels: { role: "client" } },
      egress: [{ to: [{ ...namespace(namespaces.stars), ...pods("frontend") }], ports: tcp(80) }],
    }),
  ]);
}

/** Nothing goes in or out of a namespace, but for names, and for who looks on. The file of a policy bears its name alone. */
function guardedByDefault(place: keyof StarNamespaces): readonly Manifest[] {
  return [
    policy(place, `default-deny-${place}`, { podSelector: {}, policyTypes: ["Ingress", "Egress"] }),
    policy(place, `allow-names-${place}`, {
      podSelector: {},
      egress: [{ to: [namespace("kube-system")], ports: [...tcp(53), { protocol: "UDP", port: 53 }] }],
    }),
    policy(place, `allow-observer-${place}`, {
      podSelector: {},
      ingress: [{ from: [namespace(namespaces.observer)] }],
    }),
  ];
}

/** A policy is about the directions that it has rules for, unless it says otherwise. */
function policy(place: keyof StarNamespaces, name: string, rules: Rules): Manifest {
  const policyTypes = [
    ...(rules.ingress ? (["Ingress"] as const) : []),
    ...(rules.egress ? (["Egress"] as const) : []),
  ];
  return manifest<INetworkPolicy>({
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name, namespace: namespaces[place] },
    spec: { policyTypes, ...rules },
  });
}

function namespace(name: string): Peer {
  return { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } };
}

function pods(role: string): Peer {
  return { podSelector: { matchLabels: { role } } };
}

function tcp(port: number) {
  return [{ protocol: "TCP" as const, port }];
}
