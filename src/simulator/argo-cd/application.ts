import { at, flagAt, numberAt, objectAt, objectsAt, textAt, textMapAt, textsAt } from "../kubernetes/fields.ts";
import { isObject, type KubernetesObject } from "../kubernetes/object.ts";
import { refuseIf, refuseUnless } from "../rule.ts";
import { secondsOf } from "../time/duration.ts";
import type { JsonObject } from "../world/json.ts";
import { argoCdRules as rules } from "./rules.ts";

/** Where Applications are kept. */
export const applicationKind = "argoproj.io/Application";

/** One place that manifests come from. */
export interface ApplicationSource {
  readonly repoURL: string;
  readonly path: string;
  readonly chart: string;
  readonly targetRevision: string;
  /** Name by which value files of other sources refer to this one. */
  readonly ref: string;
  readonly helm: JsonObject | undefined;
  readonly kustomize: JsonObject | undefined;
  readonly directory: JsonObject | undefined;
  readonly plugin: JsonObject | undefined;
}

interface Backoff {
  /** Seconds before the first retry. */
  readonly duration: number;
  readonly factor: number;
  readonly maxDuration: number;
}

/** How often, and after which delays, a failed sync is tried again. */
export interface RetryStrategy {
  /** Number of retries; negative for no limit. */
  readonly limit: number;
  readonly backoff: Backoff;
}

/** `spec.syncPolicy.automated`. */
interface Automation {
  readonly prune: boolean;
  readonly selfHeal: boolean;
  readonly allowEmpty: boolean;
}

/** Fields of some objects whose differences do not count: `spec.ignoreDifferences`. */
export interface IgnoredDifference {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly jsonPointers: readonly string[];
  readonly jqPathExpressions: readonly string[];
}

/** The specification of an Application with defaults filled in. */
export interface ApplicationSpec {
  readonly project: string;
  readonly sources: readonly ApplicationSource[];
  readonly destination: { readonly server: string; readonly name: string; readonly namespace: string };
  /** Undefined when nobody syncs but people. */
  readonly automated: Automation | undefined;
  readonly retry: RetryStrategy | undefined;
  /** `syncOptions`, for example `CreateNamespace` to `true`. */
  readonly options: Readonly<Record<string, string>>;
  readonly namespaceMetadata: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly ignoredDifferences: readonly IgnoredDifference[];
}

/** Address of the cluster in which Argo CD runs. */
export const inCluster = "https://kubernetes.default.svc";

const specs = new WeakMap<JsonObject, ApplicationSpec>();
const none: JsonObject = {};

/** The specification of an Application; each is read once. */
export function specOf(application: KubernetesObject): ApplicationSpec {
  const written = application.spec ?? none;
  let spec = specs.get(written);
  if (!spec) {
    spec = readSpec(written);
    specs.set(written, spec);
  }
  return spec;
}

function readSpec(spec: JsonObject): ApplicationSpec {
  const several = objectsAt(spec, "sources");
  const policy = objectAt(spec, "syncPolicy");
  const single = at(spec, "source");
  const automated = at(policy, "automated");
  return {
    project: textAt(spec, "project") || "default",
    sources: (several.length > 0 ? several : isObject(single) ? [single] : []).map(readSource),
    destination: {
      server: textAt(spec, "destination.server"),
      name: textAt(spec, "destination.name"),
      namespace: textAt(spec, "destination.namespace"),
    },
    automated:
      isObject(automated) && automated.enabled !== false
        ? {
            prune: flagAt(automated, "prune"),
            selfHeal: flagAt(automated, "selfHeal"),
            allowEmpty: flagAt(automated, "allowEmpty"),
          }
        : undefined,
    retry: isObject(policy.retry) ? readRetry(policy.retry) : undefined,
    options: optionsOf(textsAt(policy, "syncOptions")),
    namespaceMetadata: {
      labels: textMapAt(policy, "managedNamespaceMetadata.labels"),
      annotations: textMapAt(policy, "managedNamespaceMetadata.annotations"),
    },
    ignoredDifferences: objectsAt(spec, "ignoreDifferences").map((one) => ({
      group: textAt(one, "group"),
      kind: textAt(one, "kind"),
      name: textAt(one, "name"),
      namespace: textAt(one, "namespace"),
      jsonPointers: textsAt(one, "jsonPointers"),
      jqPathExpressions: textsAt(one, "jqPathExpressions"),
    })),
  };
}

function readSource(source: JsonObject): ApplicationSource {
  const block = (name: string): JsonObject | undefined => {
    const value = source[name];
    return isObject(value) ? value : undefined;
  };
  return {
    repoURL: textAt(source, "repoURL"),
    path: textAt(source, "path"),
    chart: textAt(source, "chart"),
    targetRevision: textAt(source, "targetRevision"),
    ref: textAt(source, "ref"),
    helm: block("helm"),
    kustomize: block("kustomize"),
    directory: block("directory"),
    plugin: block("plugin"),
  };
}

/** `["CreateNamespace=true"]` as a table; also for the annotation `argocd.argoproj.io/sync-options`, which uses commas. */
export function optionsOf(options: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    options.map((option) => {
      const [name = "", value = "true"] = option.trim().split("=");
      return [name, value];
    }),
  );
}

/** What Argo CD does without a retry block of its own. Source: application_defaults.go. */
export const defaultBackoff: Backoff = { duration: 5, factor: 2, maxDuration: 180 };

function readRetry(retry: JsonObject): RetryStrategy {
  return {
    limit: numberAt(retry, "limit", 0),
    backoff: {
      duration: secondsOf(at(retry, "backoff.duration"), defaultBackoff.duration),
      factor: numberAt(retry, "backoff.factor", defaultBackoff.factor),
      maxDuration: secondsOf(at(retry, "backoff.maxDuration"), defaultBackoff.maxDuration),
    },
  };
}

/**
 * Checks what can be said of an Application without looking anywhere else.
 *
 * @throws ServiceError for a source or destination that Argo CD refuses
 */
export function checkSpec({ sources, destination }: ApplicationSpec): void {
  refuseIf(sources.length === 0, rules.noSource);
  for (const source of sources) checkSource(source);
  const { name, server } = destination;
  refuseIf(name !== "" && server !== "", rules.twoDestinations, name, server);
  refuseIf(name === "" && server === "", rules.noDestination);
  refuseUnless(server === inCluster || name === "in-cluster", rules.unknownDestination, name || server);
}

function checkSource(source: ApplicationSource): void {
  const { repoURL, path, chart, ref, targetRevision } = source;
  refuseIf(ref !== "" && chart !== "", rules.refWithChart, repoURL);
  refuseIf(repoURL === "" || (path === "" && chart === "" && ref === ""), rules.noSource);
  refuseIf(chart !== "" && targetRevision === "", rules.chartRevision);
}

/** Time at which somebody asked to look at the sources anew; undefined when nobody does. */
export function refreshAsked(application: KubernetesObject): boolean {
  return application.metadata.annotations?.[refreshAnnotation] !== undefined;
}

/** Put on an Application to have its sources looked at, as the button Refresh and webhooks do; the controller takes it off. */
export const refreshAnnotation = "argocd.argoproj.io/refresh";
