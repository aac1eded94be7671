import { ProviderError } from "../../planning/diagnostics.ts";
import { flag, number, text } from "../../planning/input.ts";
import type { CreateCall, PlanCall, ResourceType, UpdateCall } from "../../planning/resource-type.ts";
import { providerTables } from "../../planning/tables.ts";
import { unknown, type Values } from "../../planning/values.ts";
import { ServiceError } from "../../rule.ts";
import { ChartError } from "../chart.ts";
import { ReleaseFailed } from "../failed-release.ts";
import { install } from "../install.ts";
import type { Release } from "../release.ts";
import type { ReleaseOptions } from "../release-options.ts";
import { lastRelease } from "../release-storage.ts";
import { configuredValues, shownValues } from "../release-values.ts";
import { uninstall } from "../uninstall.ts";
import { upgrade } from "../upgrade.ts";
import { locatedChart } from "./located-chart.ts";
import type { ReleaseClient } from "./release-client.ts";

/** `helm_release`. */
export const releaseResource: ResourceType<ReleaseClient> = {
  type: "helm_release",
  label: "Helm release",
  plan: planRelease,
  create: (call) => inHelmWords("installation failed", call, () => createRelease(call)),
  read: ({ client, state }) => readRelease(client, state),
  update: (call) => inHelmWords("Error upgrading chart", call, () => updateRelease(call)),
  delete: (call) =>
    inHelmWords("Error uninstalling release", call, () => {
      const { client, state } = call;
      const api = client.reach();
      const { name, namespace } = placeOf(state);
      if (!lastRelease(api, namespace, name)) return;
      const options = {
        wait: flag(state, "wait"),
        timeout: number(state, "timeout", 300),
        runHooks: !flag(state, "disable_webhooks"),
      };
      const { result, seconds } = client.run(api, uninstall({ api }, { name, namespace }, options));
      call.takes(seconds);
      if (result.kept.length === 0) return;
      const kept = result.kept.map(({ kind, metadata }) => `[${kind}] ${metadata.name}`).join("\n");
      call.warn(
        "Helm uninstall returned an information message",
        `These resources were kept due to the resource policy:\n${kept}`,
      );
    }),
  import: (_call, id) => {
    const [namespace, name, ...rest] = id.split("/");
    if (!namespace || !name || rest.length > 0) return null;
    const defaults = providerTables("helm").behaviour.resources?.helm_release?.default ?? {};
    const flat = Object.entries(defaults).filter(([path]) => !path.includes("."));
    return { ...Object.fromEntries(flat), id: name, name, namespace };
  },
};

/** The chart must be there; what is wanted is always a release that is deployed, so that a failed one shows a change. */
function planRelease({ client, state, config, planned, changed }: PlanCall<ReleaseClient>): void {
  const isKnown = ["chart", "repository", "version"].every((name) => config[name] !== unknown);
  if (isKnown) {
    const summary = "Error locating chart";
    planned.version = inHelmWords(summary, undefined, () => locatedChart(client.findChart, config).version);
  } else planned.version = unknown;
  planned.status = "deployed";
  planned.manifest = null;
  planned.resources = null;
  planned.description = config.description ?? state?.description ?? null;
  if (state === null) return;
  if (planned.devel === null && text(config, "version") !== "") planned.devel = state.devel ?? null;
  if (!flag(planned, "verify")) planned.keyring = state.keyring ?? null;
  const names = Object.keys(planned).filter((name) => !["id", "metadata"].includes(name));
  const isChanged = changed(...names);
  planned.id = isChanged ? unknown : (state.id ?? null);
  planned.metadata = isChanged ? unknown : (state.metadata ?? null);
}

function createRelease(call: CreateCall<ReleaseClient>): Values {
  const { client, input } = call;
  const api = client.reach();
  const source = { ...placeOf(input), chart: locatedChart(client.findChart, input), values: configuredValues(input) };
  const isThere = lastRelease(api, source.namespace, source.name) !== undefined;
  const operation = flag(input, "upgrade_install") && isThere ? upgrade : install;
  const { result, seconds } = client.run(api, operation({ api }, source, optionsOf(input)));
  call.takes(seconds);
  return valuesOf(input, result);
}

function updateRelease(call: UpdateCall<ReleaseClient>): Values {
  const { client, input } = call;
  const api = client.reach();
  const source = { ...placeOf(input), chart: locatedChart(client.findChart, input), values: configuredValues(input) };
  const { result, seconds } = client.run(api, upgrade({ api }, source, optionsOf(input)));
  call.takes(seconds);
  return valuesOf(input, result);
}

/** A cluster that cannot be reached looks as if it held no release. Source: seen with the provider's binary (schemas/README). */
function readRelease(client: ReleaseClient, state: Values): Values | null {
  const { name, namespace } = placeOf(state);
  let release: Release | undefined;
  try {
    release = lastRelease(client.reach(), namespace, name);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
  }
  if (!release) return null;
  return { ...valuesOf(state, release), chart: state.chart ?? release.chart.name };
}

function valuesOf(input: Values, release: Release): Values {
  const { name, namespace, chart, revision } = release;
  return {
    id: name,
    name,
    namespace,
    status: release.status,
    version: chart.version,
    manifest: null,
    resources: null,
    description: input.description ?? null,
    metadata: {
      name,
      namespace,
      revision,
      chart: chart.name,
      version: chart.version,
      app_version: chart.appVersion,
      notes: "",
      values: JSON.stringify(shownValues(input, release.values)),
      first_deployed: Math.floor(Date.parse(release.firstDeployed) / 1_000),
      last_deployed: Math.floor(Date.parse(release.lastDeployed) / 1_000),
    },
  };
}

function placeOf(values: Values): { readonly name: string; readonly namespace: string } {
  return { name: text(values, "name"), namespace: text(values, "namespace") || "default" };
}

function optionsOf(input: Values): ReleaseOptions {
  return {
    wait: flag(input, "wait"),
    waitForJobs: flag(input, "wait_for_jobs"),
    timeout: number(input, "timeout", 300),
    runHooks: !flag(input, "disable_webhooks"),
    createNamespace: flag(input, "create_namespace"),
    skipCrds: flag(input, "skip_crds"),
    replace: flag(input, "replace"),
    takeOwnership: flag(input, "take_ownership"),
    atomic: flag(input, "atomic"),
    cleanupOnFail: flag(input, "cleanup_on_fail"),
    reuseValues: flag(input, "reuse_values"),
    resetValues: flag(input, "reset_values"),
    maxHistory: number(input, "max_history", 0),
    description: text(input, "description"),
  };
}

/** Runs an operation so that its failure reaches the engine as the provider words it. */
function inHelmWords<Result>(
  summary: string,
  call: { warn(summary: string, detail?: string): void } | undefined,
  action: () => Result,
): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof ReleaseFailed) throw failedRelease(summary, call, error);
    if (!(error instanceof ServiceError || error instanceof ChartError)) throw error;
    throw new ProviderError(summary, error.message, undefined, error);
  }
}

/** A release that was made and failed: version 3 of the provider warns and does not write it into the state. */
function failedRelease(
  summary: string,
  call: { warn(summary: string, detail?: string): void } | undefined,
  error: ReleaseFailed,
): ProviderError {
  const cause = error.cause instanceof Error ? error.cause : error;
  if (summary === "Error upgrading chart")
    return new ProviderError(summary, `Upgrade failed: ${error.message}`, undefined, cause);
  const { name, status } = error.release;
  const isGone = error.message.includes("has been uninstalled");
  if (isGone) return new ProviderError(summary, error.message, undefined, cause);
  call?.warn(
    "Helm release created with warnings",
    `Helm release "${name}" was created but has a ${status} status. Use the \`helm\` command to investigate the error, correct it, then run Terraform again.`,
  );
  return new ProviderError("Helm release error", error.message, undefined, cause);
}
