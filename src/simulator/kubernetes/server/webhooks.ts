import type { JsonObject } from "../../world/json.ts";
import type { Cluster } from "../cluster.ts";
import { at, numberAt, objectAt, objectsAt, textAt, textsAt } from "../fields.ts";
import type { Kind } from "../kinds.ts";
import { type KubernetesObject, versionOf } from "../object.ts";
import { admissionRules as rules } from "../rules/admission-rules.ts";
import { readyEndpoints } from "../workloads/pods/running.ts";
import { selects } from "../workloads/selectors.ts";
import type { AdmissionRequest } from "./admission-hook.ts";
import { refuse, refuseIf, refuseUnless } from "./kubernetes-error.ts";

const group = "admissionregistration.k8s.io";

/** Kinds of configurations by what their webhooks do. */
const configurations = {
  mutating: `${group}/MutatingWebhookConfiguration`,
  validating: `${group}/ValidatingWebhookConfiguration`,
} as const;

/** The two calls of admission: webhooks that change objects, then those that only refuse. */
export type Phase = keyof typeof configurations;

/** A webhook as its configuration describes it. */
interface Webhook {
  readonly name: string;
  readonly settings: JsonObject;
  readonly configuration: KubernetesObject;
}

/** Annotations by which cert-manager is told to put its authority into a configuration. */
const injections = [
  "cert-manager.io/inject-ca-from",
  "cert-manager.io/inject-ca-from-secret",
  "cert-manager.io/inject-apiserver-ca",
] as const;

/** By the list of configurations, which a write replaces: their webhooks. */
const known = new WeakMap<readonly KubernetesObject[], readonly Webhook[]>();

/**
 * The object after the webhooks of a phase saw it: those whose configuration matches and whose Service has a ready pod. Nobody asks
 * webhooks about configurations of webhooks.
 *
 * @throws KubernetesError when one denies the write, or cannot be asked and its failure policy is `Fail`
 */
export function askWebhooks(phase: Phase, request: AdmissionRequest, dryRun: boolean): KubernetesObject {
  const { api, kind } = request;
  if (kind.group === group) return request.object;
  let { object } = request;
  for (const webhook of webhooksOf(api.cluster, phase)) {
    if (!matches(api.cluster, webhook, { ...request, object })) continue;
    refuseIf(dryRun && !isFreeOfSideEffects(webhook), rules.dryRun, webhook.name);
    if (!isAnswering(api.cluster, webhook)) continue;
    const answer = api.clusters.admissionHook(webhook.name)?.review({ ...request, object });
    if (!answer) continue;
    if ("denied" in answer) refuse(rules.denied, webhook.name, answer.denied);
    if (phase === "mutating") object = answer.object;
  }
  return object;
}

function webhooksOf({ store }: Cluster, phase: Phase): readonly Webhook[] {
  const list = store.list(configurations[phase]);
  let webhooks = known.get(list);
  if (!webhooks) {
    webhooks = list.flatMap((configuration) =>
      objectsAt(configuration, "webhooks").map((settings) => ({
        name: textAt(settings, "name"),
        settings,
        configuration,
      })),
    );
    known.set(list, webhooks);
  }
  return webhooks;
}

function matches({ store }: Cluster, { settings }: Webhook, { kind, operation, object }: AdmissionRequest): boolean {
  const isWanted = objectsAt(settings, "rules").some(
    (one) =>
      takes(textsAt(one, "operations"), operation) &&
      takes(textsAt(one, "apiGroups"), kind.group) &&
      takes(textsAt(one, "apiVersions"), versionOf(object.apiVersion)) &&
      (takes(textsAt(one, "resources"), kind.plural) || textsAt(one, "resources").includes("*/*")) &&
      coversScope(textAt(one, "scope"), kind),
  );
  if (!isWanted || !selects(at(settings, "objectSelector"), object.metadata.labels ?? {})) return false;
  const isNamespace = kind.kind === "Namespace" && kind.group === "";
  const { namespace } = object.metadata;
  if (!isNamespace && namespace === undefined) return true;
  const home = isNamespace ? object : store.find("/Namespace", "", namespace ?? "");
  return selects(at(settings, "namespaceSelector"), home?.metadata.labels ?? {});
}

function takes(list: readonly string[], wanted: string): boolean {
  return list.includes("*") || list.includes(wanted);
}

function coversScope(scope: string, { namespaced }: Kind): boolean {
  if (scope === "Namespaced") return namespaced;
  return scope !== "Cluster" || !namespaced;
}

function isFreeOfSideEffects({ settings }: Webhook): boolean {
  return ["None", "NoneOnDryRun"].includes(textAt(settings, "sideEffects"));
}

/**
 * Whether a webhook can be asked.
 *
 * @throws KubernetesError when it cannot and the write must not go on without it
 */
function isAnswering(cluster: Cluster, { name, settings, configuration }: Webhook): boolean {
  const service = objectAt(settings, "clientConfig.service");
  const serviceName = textAt(service, "name");
  if (serviceName === "") return true;
  const namespace = textAt(service, "namespace");
  const url = addressOf(settings);
  const mustAnswer = textAt(settings, "failurePolicy") !== "Ignore";
  const isThere = cluster.store.find("/Service", namespace, serviceName) !== undefined;
  const hasEndpoints = isThere && readyEndpoints(cluster, { namespace, name: serviceName }).length > 0;
  const isTrusted = textAt(settings, "clientConfig.caBundle") !== "" || !awaitsAuthority(configuration);
  if (mustAnswer) {
    refuseUnless(isThere, rules.serviceMissing, name, url, serviceName);
    refuseUnless(hasEndpoints, rules.noEndpoints, name, url, serviceName);
    refuseUnless(isTrusted, rules.authority, name, url);
  }
  return hasEndpoints && isTrusted;
}

function awaitsAuthority({ metadata }: KubernetesObject): boolean {
  return injections.some((annotation) => metadata.annotations?.[annotation] !== undefined);
}

/** For example `https://cert-manager-webhook.cert-manager.svc:443/validate?timeout=30s`. */
function addressOf(settings: JsonObject): string {
  const service = objectAt(settings, "clientConfig.service");
  const path = textAt(service, "path").replace(/^\/?/, "/");
  const host = `${textAt(service, "name")}.${textAt(service, "namespace")}.svc:${numberAt(service, "port", 443)}`;
  return `https://${host}${path}?timeout=${numberAt(settings, "timeoutSeconds", 10)}s`;
}
