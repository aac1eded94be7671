import type { ControllerContext } from "../../kubernetes/controller.ts";
import { at, textAt, textMapAt, textsAt } from "../../kubernetes/fields.ts";
import {
  type Condition,
  isTerminating,
  isTrue,
  type KubernetesObject,
  ownedBy,
  withConditions,
} from "../../kubernetes/object.ts";
import { encoded, pem } from "../key-material.ts";
import { namespaceOf } from "./issuers.ts";
import { kinds } from "./kinds.ts";
import type { Settings } from "./settings.ts";

/** Approves requests and signs them, at once by local issuers and by an Order where an ACME server signs. */
export function reconcileRequests(context: ControllerContext, settings: Settings): void {
  for (const request of context.api.list(kinds.request)) {
    if (isTerminating(request) || isTrue(request, "Ready")) continue;
    const outcome = outcomeOf(context, request, settings);
    const approved: Condition = {
      type: "Approved",
      status: "True",
      reason: "cert-manager.io",
      message: "Certificate request has been approved by cert-manager.io",
    };
    const { condition, ...rest } = outcome;
    context.api.setStatus(request, { ...rest, conditions: withConditions(request, approved, condition) });
  }
}

interface Outcome {
  readonly condition: Condition;
  readonly certificate?: string;
  readonly ca?: string;
}

const pending = (message: string): Outcome => ({
  condition: { type: "Ready", status: "False", reason: "Pending", message },
});

function outcomeOf(context: ControllerContext, request: KubernetesObject, settings: Settings): Outcome {
  const issuer = issuerOf(context, request);
  if (typeof issuer === "string") return pending(issuer);
  if (!isTrue(issuer, "Ready")) {
    return pending(`Referenced issuer does not have a Ready status condition`);
  }
  if (at(issuer.spec, "acme") !== undefined) return byOrder(context, request);
  if (!context.elapsed(`sign ${request.metadata.uid}`, 2)) return pending("Waiting for the issuer to sign");
  const { namespace = "", name } = request.metadata;
  const certificate = pem(context.cluster, "CERTIFICATE", [namespace, name]);
  const signed = encoded({ certificate });
  return {
    condition: issued(),
    certificate: signed.certificate ?? "",
    ca: authorityOf(context, issuer, settings) ?? signed.certificate ?? "",
  };
}

/** The certificate of a CA issuer; a self-signed certificate is its own authority. */
function authorityOf({ api }: ControllerContext, issuer: KubernetesObject, settings: Settings): string | undefined {
  if (at(issuer.spec, "ca") === undefined) return undefined;
  const secret = api.find("/Secret", textAt(issuer.spec, "ca.secretName"), namespaceOf(issuer, settings));
  return textMapAt(secret, "data")["tls.crt"];
}

function issued(): Condition {
  return { type: "Ready", status: "True", reason: "Issued", message: "Certificate fetched from issuer successfully" };
}

/** The issuer that a request names, or what is said when it is not there. */
function issuerOf({ api }: ControllerContext, { spec, metadata }: KubernetesObject): KubernetesObject | string {
  const [name, kind] = [textAt(spec, "issuerRef.name"), textAt(spec, "issuerRef.kind") || "Issuer"];
  const isCluster = kind === "ClusterIssuer";
  const found = isCluster
    ? api.find(kinds.clusterIssuer, name)
    : api.find(kinds.issuer, name, metadata.namespace ?? "");
  const resource = isCluster ? "clusterissuer" : "issuer";
  return found ?? `Referenced "${kind}" not found: ${resource}.cert-manager.io "${name}" not found`;
}

function byOrder({ api, cluster, elapsed }: ControllerContext, request: KubernetesObject): Outcome {
  const { name, namespace = "", uid } = request.metadata;
  const order = api
    .list(kinds.order, { namespace })
    .find(({ metadata }) => (metadata.ownerReferences ?? []).some((owner) => owner.uid === uid));
  if (!order) {
    if (elapsed(`order ${uid}`, 1)) {
      const number = 1_000_000_000 + cluster.world.ids.number(3_000_000_000, "acme/order", [namespace, name]);
      api.create({
        apiVersion: "acme.cert-manager.io/v1",
        kind: "Order",
        metadata: { name: `${name}-${number}`, namespace, ownerReferences: [ownedBy(request)] },
        spec: { issuerRef: at(request.spec, "issuerRef"), dnsNames: textsAt(request.spec, "dnsNames") },
      });
    }
    return pending("Waiting on certificate issuance from order");
  }
  const state = textAt(order.status, "state") || "pending";
  const waiting = `Waiting on certificate issuance from order ${namespace}/${order.metadata.name}: "${state}"`;
  if (state === "errored" || state === "invalid") {
    const message = `Failed to wait for order resource "${order.metadata.name}" to become ready: order is in "${state}" state: ${textAt(order.status, "reason")}`;
    return { condition: { type: "Ready", status: "False", reason: "Failed", message } };
  }
  if (state !== "valid") return pending(waiting);
  const certificate = encoded({ certificate: pem(cluster, "CERTIFICATE", [namespace, name]) }).certificate ?? "";
  return { condition: issued(), certificate };
}
