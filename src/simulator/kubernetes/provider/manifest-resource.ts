import { type Diagnostic, ProviderError } from "../../planning/diagnostics.ts";
import { blocks, flag, text, texts } from "../../planning/input.ts";
import type { PlanCall, ResourceType } from "../../planning/resource-type.ts";
import { unknown, type Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless, ServiceError } from "../../rule.ts";
import { canonicalJson, type Json } from "../../world/json.ts";
import type { KubernetesApi } from "../api.ts";
import { timed } from "../connection/timed.ts";
import { textAt } from "../fields.ts";
import { findKind, servedKind } from "../kinds.ts";
import { groupOf, isObject, type Manifest } from "../object.ts";
import { closeDynamic, holdsUnknownDynamic, openDynamic } from "./dynamic.ts";
import type { KubernetesClient } from "./kubernetes-client.ts";
import { find, identityOf, nameOf, shown } from "./manifest-object.ts";
import { waitFor } from "./manifest-wait.ts";
import { providerRules as rules } from "./provider-rules.ts";
import { timeoutOf } from "./timeouts.ts";
import { inServerWords } from "./words.ts";

/** `kubernetes_manifest`: any object, by server-side apply. Its plan asks the cluster. */
export const manifestResource: ResourceType<KubernetesClient> = {
  type: "kubernetes_manifest",
  label: "manifest",
  validate: (config) => missingFields(config),
  plan: (call) => planManifest(call),
  create: (call) =>
    inApplyWords(call.input, () => {
      const { client, input } = call;
      const { api, manifest } = prepared(client, input);
      const present = find(api, manifest);
      if (present) throw existsAlready(manifest);
      const object = api.apply(manifest, { force: isForced(input) });
      timed(call, api, () => waitFor(call, api, object, "create"));
      return { object: closeDynamic(shown(find(api, object) ?? object)) };
    }),
  read: ({ client, state }) =>
    inServerWords(() => {
      const api = client.connect();
      const last = identityOf(openDynamic(state.object)) ?? identityOf(openDynamic(state.manifest));
      const present = last && find(api, last);
      return present
        ? { object: closeDynamic(shown(present)), manifest: state.manifest ?? closeDynamic(shown(present)) }
        : null;
    }),
  update: (call) =>
    inApplyWords(call.input, () => {
      const { client, input } = call;
      const { api, manifest } = prepared(client, input);
      const object = api.apply(manifest, { force: isForced(input) });
      timed(call, api, () => waitFor(call, api, object, "update"));
      return { object: closeDynamic(shown(find(api, object) ?? object)) };
    }),
  delete: (call) =>
    inServerWords(() => {
      const { client, state } = call;
      const api = client.connect();
      const manifest = identityOf(openDynamic(state.object)) ?? identityOf(openDynamic(state.manifest));
      const present = manifest && find(api, manifest);
      if (!present) return call.warn(`Resource "${nameOf(manifest)}" was already deleted`);
      api.delete(present);
      const { seconds } = timeoutOf("kubernetes", "kubernetes_manifest", state, "delete");
      const isGone = (): boolean => find(api, present) === undefined;
      timed(call, api, () => client.wait(api, { seconds, until: isGone }));
      const hint = "You may need to investigate what is preventing it from being deleted, for example finalizers.";
      inServerWords(() => refuseUnless(isGone(), rules.manifestDeletion, nameOf(present)), hint);
    }),
  import: (_call, id) => {
    const parts = Object.fromEntries(id.split(",").map((part) => part.split(/=(.*)/s).slice(0, 2)));
    const { apiVersion, kind, name, namespace } = parts;
    if (!apiVersion || !kind || !name) return null;
    return { object: closeDynamic({ apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}) } }) };
  },
};

function missingFields(config: Values): readonly Diagnostic[] {
  if (holdsUnknownDynamic(config.manifest)) return [];
  const manifest = openDynamic(config.manifest);
  const missing = ["apiVersion", "kind", "metadata.name"].filter((path) => textAt(manifest, path) === "");
  return missing.map((path) => ({
    severity: "error",
    summary: "Manifest configuration incomplete",
    detail: `Attribute 'manifest' must contain field '${path}'`,
    attribute: ["manifest"],
  }));
}

/** The API must be there and know the kind; what the server will make of the object is known after the apply. */
function planManifest({ client, state, config, planned, replace }: PlanCall<KubernetesClient>): void {
  if (config.manifest === unknown || holdsUnknownDynamic(config.manifest)) {
    planned.object = unknown;
    return;
  }
  const manifest = openDynamic(config.manifest);
  const api = inServerWords(
    () => client.connect(),
    "Failed to construct REST client: the cluster must be reachable in the plan.",
  );
  const wanted = { apiVersion: textAt(manifest, "apiVersion"), kind: textAt(manifest, "kind") };
  try {
    refuseUnless(servedKind(api.cluster, wanted), rules.manifestKind, wanted.kind, groupOf(wanted.apiVersion));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const summary = "API did not recognize GroupVersionKind from manifest (CRD may not be installed)";
    throw new ProviderError(summary, error.message, ["manifest"], error);
  }
  const before = openDynamic(state?.object);
  if (state === null || before === null) {
    planned.object = unknown;
    return;
  }
  for (const path of ["apiVersion", "kind", "metadata.name", "metadata.namespace"]) {
    const [old, next] = [textAt(before, path), textAt(manifest, path)];
    const isDefaulted = path === "metadata.namespace" && next === "";
    if (old !== next && !isDefaulted) replace("manifest");
  }
  const isSame = canonicalJson(openDynamic(state.manifest)) === canonicalJson(manifest);
  const computed = texts(config.computed_fields);
  const ignored = computed.length > 0 ? computed : ["metadata.annotations", "metadata.labels"];
  planned.object = isSame && isIn(manifest, before, ignored) ? (state.object ?? null) : unknown;
  // The engine's own form of the value may differ from the stored one without any change.
  if (isSame) planned.manifest = config.manifest ?? null;
}

/** True when an object has everything that a manifest says, but for fields that the server may set. */
function isIn(wanted: Json | undefined, live: Json | undefined, ignored: readonly string[], path = ""): boolean {
  if (ignored.includes(path) || wanted === undefined || wanted === null) return true;
  if (isObject(wanted)) {
    return (
      isObject(live) &&
      Object.entries(wanted).every(([name, value]) =>
        isIn(value, live[name], ignored, path === "" ? name : `${path}.${name}`),
      )
    );
  }
  return canonicalJson(wanted) === canonicalJson(live ?? null);
}

function prepared(
  client: KubernetesClient,
  input: Values,
): { readonly api: KubernetesApi; readonly manifest: Manifest } {
  const [manager = {}] = blocks(input, "field_manager");
  const api = client.connect(undefined, text(manager, "name") || client.settings.fieldManager);
  const manifest = identityOf(openDynamic(input.manifest));
  if (!manifest)
    throw new ProviderError("Manifest configuration incomplete", "The manifest names no kind or no object.");
  const kind = findKind(api.cluster, groupOf(manifest.apiVersion), manifest.kind);
  const { metadata } = manifest;
  const namespace = kind?.namespaced ? (metadata.namespace ?? "default") : undefined;
  return { api, manifest: { ...manifest, metadata: { ...metadata, ...(namespace ? { namespace } : {}) } } };
}

function isForced(input: Values): boolean {
  return blocks(input, "field_manager").some((manager) => flag(manager, "force_conflicts"));
}

function existsAlready(manifest: Manifest): ProviderError {
  const cause = errorOf(() => refuseIf(true, rules.manifestExists, nameOf(manifest)));
  const hint = "A resource with that name exists and is not in the state: import it, or give this one another name.";
  return new ProviderError(
    "Cannot create resource that already exists",
    `${rules.manifestExists.message(nameOf(manifest))}. ${hint}`,
    undefined,
    cause,
  );
}

function errorOf(action: () => void): Error | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : undefined;
  }
}

/** Conflicts have a message of their own. */
function inApplyWords<Result>(input: Values, action: () => Result): Result {
  try {
    return inServerWords(action);
  } catch (error) {
    if (!(error instanceof ProviderError && error.cause instanceof ServiceError && error.cause.code === "Conflict"))
      throw error;
    const summary = `There was a field manager conflict when trying to apply the manifest for "${nameOf(identityOf(openDynamic(input.manifest)))}"`;
    const hint = 'You can override this conflict by setting "force_conflicts" to true in the "field_manager" block.';
    throw new ProviderError(
      summary,
      `The API returned the following conflict: ${error.cause.message}\n\n${hint}`,
      undefined,
      error.cause,
    );
  }
}
