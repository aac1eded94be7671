import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { packageFolder } from "../../src/package-folder.ts";
import { findChart } from "../../src/simulator/helm/charts.ts";
import { objectAt, objectsAt, textAt } from "../../src/simulator/kubernetes/fields.ts";
import { renderChart } from "../../src/simulator/testing/chart.ts";
import type { JsonObject } from "../../src/simulator/world/json.ts";

const rendered = join(packageFolder(), "rendered");

interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
  readonly values: JsonObject;
}

describe.each(["development", "staging", "production"])("the values of %s", (environment) => {
  test.each(
    [...applications(environment), ...releases(environment)].map((release) => [release.name, release] as const),
  )("render the chart of %s", (_name, { repository, chart, version, values, name, namespace }) => {
    const found = findChart(repository, chart, version);
    const { objects } = renderChart(found, values, { release: name, namespace });
    expect(objects.length).toBeGreaterThan(0);
  });
});

/** Charts that Argo CD installs. */
function applications(environment: string): readonly Release[] {
  const folder = join(rendered, environment, "gitops/argo-cd");
  return readdirSync(folder).flatMap((file) => {
    const application = parse(readFileSync(join(folder, file), "utf8")) as JsonObject;
    return objectsAt(application, "spec.sources")
      .filter((source) => source.chart !== undefined)
      .map((source) => ({
        name: textAt(source, "helm.releaseName") || textAt(application, "metadata.name"),
        namespace: textAt(application, "spec.destination.namespace"),
        // Argo CD writes registries without their scheme.
        repository: textAt(source, "repoURL").includes("://")
          ? textAt(source, "repoURL")
          : `oci://${textAt(source, "repoURL")}`,
        chart: textAt(source, "chart"),
        version: textAt(source, "targetRevision"),
        values: objectAt(source, "helm.valuesObject"),
      }));
  });
}

/** Charts that the deployments stack installs. */
function releases(environment: string): readonly Release[] {
  const file = join(rendered, environment, "kubernetes-deployments/main.tf.json");
  const stack = JSON.parse(readFileSync(file, "utf8")) as JsonObject;
  return Object.values(objectAt(stack, "resource.helm_release")).map((release) => {
    const [values] = (release as { readonly values?: readonly string[] }).values ?? [];
    return {
      name: textAt(release, "name"),
      namespace: "test",
      repository: textAt(release, "repository"),
      chart: textAt(release, "chart"),
      version: textAt(release, "version"),
      values: values === undefined ? {} : (JSON.parse(values) as JsonObject),
    };
  });
}
