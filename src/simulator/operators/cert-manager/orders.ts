import type { ControllerContext } from "../../kubernetes/controller.ts";
import { at, objectsAt, textAt, textMapAt, textsAt } from "../../kubernetes/fields.ts";
import { isTerminating, type KubernetesObject, ownedBy } from "../../kubernetes/object.ts";
import type { JsonObject } from "../../world/json.ts";
import { challengeFinalizer } from "./challenges.ts";
import { kinds } from "./kinds.ts";

const final = ["valid", "errored", "invalid"];

/** Opens an order at the ACME server, with a challenge for each name, and ends it when all of them are met. */
export function reconcileOrders(context: ControllerContext): void {
  for (const order of context.api.list(kinds.order)) {
    const state = textAt(order.status, "state");
    if (isTerminating(order) || final.includes(state)) continue;
    if (state === "") open(context, order);
    else progress(context, order);
  }
}

function open(context: ControllerContext, order: KubernetesObject): void {
  if (!context.elapsed(`open ${order.metadata.uid}`, 2)) return;
  const issuer = issuerOfOrder(context, order);
  const names = textsAt(order.spec, "dnsNames");
  const unsolved = names.find((name) => solverFor(issuer, name) === undefined);
  if (unsolved !== undefined) {
    const reason = "Failed to create Challenge: no configured challenge solvers can be used for this challenge";
    context.api.setStatus(order, { state: "errored", reason });
    return;
  }
  for (const name of names) makeChallenge(context, { order, issuer, name });
  context.api.setStatus(order, { state: "pending" });
}

function progress(context: ControllerContext, order: KubernetesObject): void {
  const challenges = context.api
    .list(kinds.challenge, { namespace: order.metadata.namespace ?? "" })
    .filter(({ metadata }) => (metadata.ownerReferences ?? []).some(({ uid }) => uid === order.metadata.uid));
  if (challenges.length === 0 || challenges.some((challenge) => textAt(challenge.status, "state") !== "valid")) return;
  if (!context.elapsed(`finalise ${order.metadata.uid}`, 3)) return;
  context.api.setStatus(order, { state: "valid" });
  // Challenges that are met are of no more use.
  for (const challenge of challenges) context.api.delete(challenge);
}

function issuerOfOrder({ api }: ControllerContext, order: KubernetesObject): KubernetesObject | undefined {
  const name = textAt(order.spec, "issuerRef.name");
  return textAt(order.spec, "issuerRef.kind") === "ClusterIssuer"
    ? api.find(kinds.clusterIssuer, name)
    : api.find(kinds.issuer, name, order.metadata.namespace ?? "");
}

/**
 * The solver of an issuer that is used for a name: the most specific selector wins, and ACME servers offer only DNS for wildcards.
 * Source: cert-manager, configuration/acme.
 */
function solverFor(issuer: KubernetesObject | undefined, name: string): JsonObject | undefined {
  const score = (solver: JsonObject): number => {
    if (name.startsWith("*.") && at(solver, "dns01") === undefined) return -1;
    const dnsNames = textsAt(solver, "selector.dnsNames");
    const zones = textsAt(solver, "selector.dnsZones");
    if (Object.keys(textMapAt(solver, "selector.matchLabels")).length > 0) return -1;
    if (dnsNames.length > 0) return dnsNames.includes(name) ? 1_000 : -1;
    if (zones.length === 0) return 0;
    const lengths = zones.filter((zone) => name === zone || name.endsWith(`.${zone}`)).map((zone) => zone.length);
    return lengths.length === 0 ? -1 : Math.max(...lengths);
  };
  const usable = objectsAt(issuer?.spec, "acme.solvers").filter((solver) => score(solver) >= 0);
  return usable.sort((left, right) => score(right) - score(left))[0];
}

interface NewChallenge {
  readonly order: KubernetesObject;
  readonly issuer: KubernetesObject | undefined;
  readonly name: string;
}

function makeChallenge({ api, cluster }: ControllerContext, { order, issuer, name }: NewChallenge): void {
  const { namespace = "" } = order.metadata;
  const solver = solverFor(issuer, name) ?? {};
  const isDns = at(solver, "dns01") !== undefined;
  const { ids } = cluster.world;
  const request = [namespace, order.metadata.name, name];
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  api.create({
    apiVersion: "acme.cert-manager.io/v1",
    kind: "Challenge",
    metadata: {
      name: `${order.metadata.name}-${1_000_000_000 + ids.number(3_000_000_000, "acme/challenge", request)}`,
      namespace,
      finalizers: [challengeFinalizer],
      ownerReferences: [ownedBy(order)],
    },
    spec: {
      dnsName: name.replace(/^\*\./, ""),
      wildcard: name.startsWith("*."),
      type: isDns ? "DNS-01" : "HTTP-01",
      token: ids.text(43, alphabet, "acme/token", request),
      issuerRef: at(order.spec, "issuerRef"),
      solver,
    },
  });
}
