import { blocks, number } from "../../planning/input.ts";
import { isSet } from "../../planning/paths.ts";
import type { PlanCall, UpdateCall } from "../../planning/resource-type.ts";
import { isRecord, type MutableValues, type Values } from "../../planning/values.ts";
import type { JsonObject } from "../../world/json.ts";
import { objectsAt, textAt, textMapAt } from "../fields.ts";
import { isObject, type KubernetesObject } from "../object.ts";
import { parseQuantity } from "../workloads/quantities.ts";
import type { KubernetesClient } from "./kubernetes-client.ts";
import { textMap } from "./to-object.ts";
import type { TypedKind } from "./typed-kinds.ts";

/** What a kind does differently from the general conversion. */
interface KindChanges {
  /** Fields of the object over the general ones. */
  fields?(values: Values, general: JsonObject): JsonObject;
  /** Attributes over the general ones. */
  values?(object: KubernetesObject, before: Values, general: Values): Values;
  /** What an update does not send: attributes as the state has them. */
  unsent?(state: Values, call: UpdateCall<KubernetesClient>): Values;
  plan?(call: PlanCall<KubernetesClient>): void;
}

/** The exceptions of a kind; none for most. */
export function changesOf({ kind }: TypedKind): KindChanges {
  return table[kind] ?? {};
}

const table: Readonly<Record<string, KindChanges>> = {
  ConfigMap: { plan: replaceImmutable },
  PersistentVolumeClaim: { plan: replaceSmallerClaim },
  Secret: {
    fields: secretFields,
    values: secretValues,
    unsent: (_state, { changed }) => ({
      ...(changed("data_wo_revision") ? {} : { data_wo: null }),
      ...(changed("binary_data_wo_revision") ? {} : { binary_data_wo: null }),
    }),
    plan: (call) => {
      replaceImmutable(call);
      // The values of a write-only secret are nobody's to compare.
      if (isWriteOnly(call.planned)) call.planned.data = call.state?.data ?? null;
    },
  },
  Service: {
    fields: serviceFields,
    values: serviceValues,
  },
  ServiceAccount: { values: () => ({ default_secret_name: "" }) },
  StorageClass: {
    // The provider plans a change of this field and sends nothing.
    unsent: (state) => ({ reclaim_policy: state.reclaim_policy ?? null }),
  },
};

/** An immutable object is replaced to change what it holds. */
function replaceImmutable({ state, changed, replace }: PlanCall<KubernetesClient>): void {
  if (state?.immutable !== true) return;
  for (const name of ["data", "binary_data", "immutable"]) if (changed(name)) replace(name);
}

/** A claim grows in place; to shrink, or with other limits, it is made anew. */
function replaceSmallerClaim({ state, planned, replace }: PlanCall<KubernetesClient>): void {
  if (state === null) return;
  const [before, after] = [requestedStorage(state), requestedStorage(planned)];
  if (before !== undefined && after !== undefined && after < before) replace("spec.resources.requests");
}

function requestedStorage(values: Values): number | undefined {
  const [spec = {}] = blocks(values, "spec");
  const [resources = {}] = blocks(spec, "resources");
  const requests = isRecord(resources.requests) ? resources.requests : {};
  return typeof requests.storage === "string" ? parseQuantity(requests.storage) : undefined;
}

function isWriteOnly(values: Values | MutableValues): boolean {
  return number(values, "data_wo_revision", 0) > 0 || number(values, "binary_data_wo_revision", 0) > 0;
}

function secretFields(values: Values): JsonObject {
  const plain = isRecord(values.data_wo) ? values.data_wo : isRecord(values.data) ? values.data : {};
  const encoded = isRecord(values.binary_data_wo)
    ? values.binary_data_wo
    : isRecord(values.binary_data)
      ? values.binary_data
      : {};
  const data = Object.fromEntries(Object.entries(textMap(plain)).map(([key, value]) => [key, base64(value)]));
  // Of a write-only secret whose revision stays the same, nothing is sent.
  const isSilent = isWriteOnly(values) && !isSet(values.data_wo) && !isSet(values.binary_data_wo);
  return { data: isSilent ? undefined : { ...data, ...textMap(encoded) }, binaryData: undefined };
}

function secretValues(secret: KubernetesObject, before: Values): Values {
  const type = textAt(secret, "type") || "Opaque";
  if (isWriteOnly(before)) return { type, data: before.data ?? null, binary_data: before.binary_data ?? null };
  const binary = isRecord(before.binary_data) ? before.binary_data : {};
  const live = textMapAt(secret, "data");
  const plain = Object.entries(live).filter(([key]) => !(key in binary));
  return {
    type,
    data:
      plain.length === 0 && !isRecord(before.data)
        ? null
        : Object.fromEntries(plain.map(([key, value]) => [key, decoded(value)])),
    binary_data: isRecord(before.binary_data)
      ? Object.fromEntries(Object.keys(binary).flatMap((key) => (live[key] === undefined ? [] : [[key, live[key]]])))
      : null,
  };
}

/** Only load balancers know of node ports that are or are not allocated. */
function serviceFields(_values: Values, { spec }: JsonObject): JsonObject {
  if (!isObject(spec) || spec.type === "LoadBalancer") return {};
  return { spec: { ...spec, allocateLoadBalancerNodePorts: undefined } };
}

function serviceValues(service: KubernetesObject, before: Values, general: Values): Values {
  const [old = {}] = blocks(before, "spec");
  const spec = blocks(general, "spec").map(
    (values): Values => ({
      ...values,
      allocate_load_balancer_node_ports:
        values.allocate_load_balancer_node_ports ?? old.allocate_load_balancer_node_ports ?? true,
    }),
  );
  return { spec, status: [loadBalancerStatus(service)] };
}

function loadBalancerStatus(service: KubernetesObject): Values {
  const ingress = objectsAt(service, "status.loadBalancer.ingress").map((entry) => ({
    hostname: textAt(entry, "hostname"),
    ip: textAt(entry, "ip"),
    ip_mode: textAt(entry, "ipMode"),
  }));
  return { load_balancer: [{ ingress }] };
}

function base64(value: string): string {
  return Buffer.from(value, "utf8").toString("base64");
}

function decoded(value: string): string {
  return Buffer.from(value, "base64").toString("utf8");
}
