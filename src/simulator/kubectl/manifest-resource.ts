import type { KubernetesApi } from "../kubernetes/api.ts";
import { timed } from "../kubernetes/connection/timed.ts";
import { findKind, servedKind } from "../kubernetes/kinds.ts";
import { groupOf, type KubernetesObject, kindKey, type Manifest } from "../kubernetes/object.ts";
import { timeoutOf } from "../kubernetes/provider/timeouts.ts";
import { inServerWords, passedOn } from "../kubernetes/provider/words.ts";
import type { Propagation } from "../kubernetes/server/deletion.ts";
import { flag, text, texts } from "../planning/input.ts";
import { CreatedWithError, type PlanCall, type ResourceType } from "../planning/resource-type.ts";
import { unknown, type Values } from "../planning/values.ts";
import { refuseUnless, ServiceError } from "../rule.ts";
import { fingerprint } from "./fingerprint.ts";
import { checkKind, type KubectlClient, nameOf } from "./kubectl-client.ts";
import { parseManifest, selfLink, sortedYaml, withHidden } from "./manifest-text.ts";
import { kubectlRules as rules } from "./rules.ts";
import { waitForObject } from "./waits.ts";

const type = "kubectl_manifest";

/** `kubectl_manifest`: any object, as `kubectl apply` makes it. */
export const manifestResource: ResourceType<KubectlClient> = {
  type,
  label: "manifest",
  plan: (call) => inServerWords(() => planManifest(call)),
  create: (call) =>
    inServerWords(() => {
      const { client, input } = call;
      const made = apply(client, input, (seconds) => call.takes(seconds));
      try {
        timed(call, made.api, () =>
          waitForObject(client, made.api, made.object, input, timeoutOf("kubectl", type, input, "create").seconds),
        );
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        throw new CreatedWithError(stateOf(made.manifest, current(made), input), passedOn(error));
      }
      return stateOf(made.manifest, current(made), input);
    }),
  update: (call) =>
    inServerWords(() => {
      const { client, input } = call;
      const made = apply(client, input, (seconds) => call.takes(seconds));
      timed(call, made.api, () =>
        waitForObject(client, made.api, made.object, input, timeoutOf("kubectl", type, input, "update").seconds),
      );
      return stateOf(made.manifest, current(made), input);
    }),
  read: ({ client, state }) =>
    inServerWords(() => {
      const manifest = manifestOf(state);
      const api = client.reach(nameOf(manifest), "read");
      // An object whose kind is gone is gone with it, and nobody says so.
      if (!servedKind(api.cluster, manifest)) return null;
      const live = find(api, manifest);
      if (!live) return null;
      const wanted = text(state, "yaml_body") === "" ? cleaned(live) : manifest;
      return {
        ...identityOf(wanted, live),
        live_uid: live.metadata.uid,
        live_manifest_incluster: fingerprint(wanted, live, texts(state.ignore_fields)),
        ...(text(state, "yaml_body") === "" ? stateOf(wanted, live, { ...state, yaml_body: sortedYaml(wanted) }) : {}),
      };
    }),
  delete: (call) =>
    inServerWords(() => {
      const { client, state } = call;
      if (flag(state, "apply_only")) return;
      const manifest = manifestOf(state);
      const api = client.reach(nameOf(manifest), "delete");
      checkKind(api, manifest, "delete");
      const live = find(api, manifest);
      if (!live) return;
      const waits = flag(state, "wait");
      const cascade = text(state, "delete_cascade") || (waits ? "Foreground" : "Background");
      api.delete(live, cascade as Propagation);
      if (!waits) return client.settle(api);
      const { seconds } = timeoutOf("kubectl", type, state, "delete");
      const isGone = (): boolean => find(api, manifest) === undefined;
      timed(call, api, () => client.wait(api, { seconds, until: isGone }));
      refuseUnless(isGone(), rules.deletion, nameOf(manifest));
    }),
  import: (_call, id) => {
    const [apiVersion, kind, name, namespace] = id.split("//");
    if (!apiVersion || !kind || !name) return null;
    const metadata = { name, ...(namespace ? { namespace } : {}) };
    const defaults = { field_manager: "kubectl", validate_schema: true, wait_for_rollout: true };
    const flags = ["apply_only", "force_conflicts", "force_new", "server_side_apply", "upgrade_api_version"];
    return {
      ...defaults,
      ...Object.fromEntries(flags.map((flag) => [flag, false])),
      id: selfLink({ apiVersion, kind, metadata }),
      api_version: apiVersion,
      kind,
      name,
      namespace: namespace ?? null,
    };
  },
};

/** The plan reads the text alone; what the last refresh saw in the cluster decides whether the object is applied again. */
function planManifest({ state, config, planned, replace }: PlanCall<KubectlClient>): void {
  const body = config.yaml_body;
  if (typeof body !== "string" || config.override_namespace === unknown) {
    planned.yaml_body_parsed = unknown;
    planned.yaml_incluster = unknown;
    return;
  }
  const manifest = parseManifest(body, text(config, "override_namespace"));
  const { apiVersion, kind, metadata } = manifest;
  planned.api_version = apiVersion;
  planned.kind = kind;
  planned.name = metadata.name;
  planned.namespace = metadata.namespace ?? state?.namespace ?? unknown;
  planned.yaml_body_parsed = sortedYaml(withHidden(manifest, hiddenFields(manifest, config)));
  if (state === null) return;
  for (const name of ["kind", "name", "namespace"]) if (planned[name] !== state[name]) replace(name);
  if (planned.api_version !== state.api_version && config.upgrade_api_version !== true) replace("api_version");
  if (planned.yaml_body !== state.yaml_body && config.force_new === true) replace("yaml_body");
  if (state.live_uid !== state.uid) planned.uid = unknown;
  if (state.live_manifest_incluster !== state.yaml_incluster) planned.yaml_incluster = unknown;
  if (planned.yaml_body !== state.yaml_body) planned.yaml_incluster = unknown;
}

function hiddenFields({ apiVersion, kind }: Manifest, values: Values): readonly string[] {
  const given = texts(values.sensitive_fields);
  return given.length === 0 && apiVersion === "v1" && kind === "Secret" ? ["data", "stringData"] : given;
}

interface Applied {
  readonly api: KubernetesApi;
  readonly manifest: Manifest;
  readonly object: KubernetesObject;
}

function current({ api, object }: Applied): KubernetesObject {
  return find(api, object) ?? object;
}

/** Applies, and tries again as often as the provider block says, with more and more time in between. */
function apply(client: KubectlClient, input: Values, takes: (seconds: number) => void): Applied {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return applyOnce(client, input);
    } catch (error) {
      if (!(error instanceof ServiceError) || attempt >= client.attempts) throw error;
      const pause = Math.min(30, 3 * 2 ** (attempt - 1));
      const manifest = parseManifest(text(input, "yaml_body"), text(input, "override_namespace"));
      takes(client.wait(client.reach(nameOf(manifest), "update"), { seconds: pause, until: () => false }).seconds);
    }
  }
}

function applyOnce(client: KubectlClient, input: Values): Applied {
  const manifest = parseManifest(text(input, "yaml_body"), text(input, "override_namespace"));
  const isServerSide = flag(input, "server_side_apply");
  const manager = isServerSide ? text(input, "field_manager") || "kubectl" : "kubectl-client-side-apply";
  const api = client.reach(nameOf(manifest), "update", manager);
  checkKind(api, manifest, "update");
  const placed = inNamespace(api, manifest);
  const object = isServerSide
    ? api.apply(placed, { force: flag(input, "force_conflicts") })
    : api.applyByClient(placed);
  return { api, manifest: placed, object };
}

/** Without a namespace an object goes to `default`. */
function inNamespace({ cluster }: KubernetesApi, manifest: Manifest): Manifest {
  const { metadata } = manifest;
  const kind = findKind(cluster, groupOf(manifest.apiVersion), manifest.kind);
  if (!kind?.namespaced || metadata.namespace) return manifest;
  return { ...manifest, metadata: { ...metadata, namespace: "default" } };
}

function find(api: KubernetesApi, manifest: Manifest): KubernetesObject | undefined {
  const { name, namespace } = inNamespace(api, manifest).metadata;
  return api.find(kindKey(manifest), name, namespace ?? "");
}

/** What a state remembers of an object; enough to find it again even when its text is gone. */
function manifestOf(state: Values): Manifest {
  const body = text(state, "yaml_body");
  if (body !== "") return parseManifest(body, text(state, "override_namespace"));
  const namespace = text(state, "namespace");
  return {
    apiVersion: text(state, "api_version"),
    kind: text(state, "kind"),
    metadata: { name: text(state, "name"), ...(namespace === "" ? {} : { namespace }) },
  };
}

function identityOf({ apiVersion, kind }: Manifest, { metadata }: KubernetesObject): Values {
  const { name, namespace } = metadata;
  return { api_version: apiVersion, kind, name, namespace: namespace ?? null };
}

function stateOf(manifest: Manifest, live: KubernetesObject, input: Values): Values {
  const seen = fingerprint(manifest, live, texts(input.ignore_fields));
  const { namespace } = live.metadata;
  return {
    id: selfLink({ ...manifest, metadata: { ...manifest.metadata, ...(namespace ? { namespace } : {}) } }),
    ...identityOf(manifest, live),
    yaml_body: input.yaml_body ?? null,
    yaml_body_parsed: sortedYaml(
      withHidden(
        parseManifest(text(input, "yaml_body"), text(input, "override_namespace")),
        hiddenFields(manifest, input),
      ),
    ),
    uid: live.metadata.uid,
    live_uid: live.metadata.uid,
    yaml_incluster: seen,
    live_manifest_incluster: seen,
  };
}

/** A live object without what only the server writes. */
function cleaned(live: KubernetesObject): Manifest {
  const { status: _status, metadata, ...rest } = live;
  const { name, namespace, labels, annotations = {} } = metadata;
  const own = Object.entries(annotations).filter(([key]) => key !== "kubectl.kubernetes.io/last-applied-configuration");
  return {
    ...rest,
    metadata: {
      name,
      ...(namespace ? { namespace } : {}),
      ...(labels ? { labels } : {}),
      ...(own.length > 0 ? { annotations: Object.fromEntries(own) } : {}),
    },
  };
}
