import { describe, expect, test } from "vitest";
import { charts } from "../../src/configuration/versions.ts";
import type { PlatformApplication } from "../../src/modules/gitops/application.ts";
import { appProjects } from "../../src/modules/gitops/argo-cd/projects.ts";
import { soundPlan } from "../../src/modules/gitops/testing/planned.ts";
import { findChart } from "../../src/simulator/helm/charts.ts";
import { mergeValues } from "../../src/simulator/helm/values.ts";
import { groupOf, isObject, type Manifest } from "../../src/simulator/kubernetes/object.ts";
import type { Json, JsonObject } from "../../src/simulator/world/json.ts";

const { environment, applications } = soundPlan(({ development, organization }) => {
  Object.assign(development, { applications: { signoz: { alertSender: "development@example.org" } } });
  Object.assign(organization.accounts.development ?? {}, {
    jsonSecrets: { "k8-development/ses-smtp": ["username", "password"] },
  });
});

const withChart = applications.filter(({ chart }) => chart !== undefined);

/** What an application's chart makes of its values. */
function rendered({ chart, namespace }: PlatformApplication): readonly Manifest[] {
  if (!chart) return [];
  const { repository, chart: name, version } = charts[chart.chart];
  const found = findChart(repository, name, version);
  const { crds, objects } = found.render({
    release: chart.release,
    namespace,
    values: mergeValues(found.defaults, chart.values as JsonObject),
    isUpgrade: false,
    kubernetesVersion: environment.kubernetesVersion,
    serves: () => true,
    random: (length) => "r".repeat(length),
  });
  // Argo CD and Flux leave the tests of a chart alone.
  return [...crds, ...objects.filter(({ metadata }) => !metadata.annotations?.["helm.sh/hook"]?.startsWith("test"))];
}

/** Every object of an application, whoever writes it. */
function objectsOf(application: PlatformApplication): readonly Manifest[] {
  const own = [...(application.prerequisites ?? []), ...application.manifests];
  return [...rendered(application), ...(own as unknown as Manifest[])];
}

/** Names of secrets that the pods of an object cannot start without. */
function secretsNamedIn(data: Json | undefined): string[] {
  if (Array.isArray(data)) return data.flatMap(secretsNamedIn);
  if (!isObject(data)) return [];
  return Object.entries(data).flatMap(([key, value]) => {
    if (!isObject(value) || value.optional === true) return secretsNamedIn(value);
    if ((key === "secretKeyRef" || key === "secretRef") && typeof value.name === "string") return [value.name];
    if (key === "secret" && typeof value.secretName === "string") return [value.secretName];
    return secretsNamedIn(value);
  });
}

/** Secrets that controllers and hooks write while they run. */
const writtenInTheCluster =
  /^(cert-manager-webhook-ca|envoy-gateway|envoy|envoy-rate-limit|envoy-oidc-hmac|cnpg-.*|.*-tls|.*validation.*)$/;

describe.each(withChart.map((application) => [application.name, application] as const))("%s", (_name, application) => {
  test("names no secret that nobody writes", () => {
    const namespace = applications.filter(({ namespace: other }) => other === application.namespace);
    const written = new Set([
      ...namespace.flatMap(({ secrets }) => secrets.map(({ name }) => name)),
      ...objectsOf(application)
        .filter(({ kind }) => kind === "Secret")
        .map(({ metadata }) => metadata.name),
    ]);
    const workloads = objectsOf(application).filter(({ kind }) => kind !== "CustomResourceDefinition");
    const missing = workloads
      .flatMap((object) => secretsNamedIn(object as unknown as JsonObject))
      .filter((name) => !written.has(name));
    expect(missing.filter((name) => !writtenInTheCluster.test(name))).toEqual([]);
  });

  test("has every service account that gets AWS rights", () => {
    const accounts = new Set([
      ...objectsOf(application)
        .filter(({ kind }) => kind === "ServiceAccount")
        .map(({ metadata }) => metadata.name),
      // The operator makes one for each cluster, called after it.
      ...objectsOf(application)
        .filter(({ kind }) => kind === "Cluster")
        .map(({ metadata }) => metadata.name),
    ]);
    expect(
      application.identities.map(({ serviceAccount }) => serviceAccount).filter((name) => !accounts.has(name)),
    ).toEqual([]);
  });

  test("gives the services that it says it gives", () => {
    const services = new Set(
      objectsOf(application)
        .filter(({ kind }) => kind === "Service" || kind === "Pooler")
        .map(({ metadata }) => metadata.name),
    );
    const given = application.gives.flatMap((contract) => (contract.kind === "service" ? [contract.name] : []));
    expect(given.filter((name) => !services.has(name))).toEqual([]);
  });

  test("brings nothing that its project does not permit", () => {
    if (application.engine === "flux") return;
    const spec = appProjects(environment, applications).find(({ metadata }) => metadata.name === application.project)
      ?.spec as unknown as {
      destinations: { namespace: string }[];
      clusterResourceWhitelist: { group: string; kind: string }[];
    };
    const refused = objectsOf(application).filter(({ apiVersion, kind, metadata }) => {
      if (metadata.namespace !== undefined) {
        return !spec.destinations.some(({ namespace }) => namespace === metadata.namespace);
      }
      return !spec.clusterResourceWhitelist.some(
        (allowed) => allowed.group === groupOf(apiVersion) && (allowed.kind === "*" || allowed.kind === kind),
      );
    });
    expect(refused.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ""}/${metadata.name}`)).toEqual([]);
  });

  // Defect 59: applied by the client, large definitions were refused.
  test("draws nothing anew at every rendering", () => {
    const once = JSON.stringify(rendered(application));
    expect(once).not.toContain("rrrrrrrr");
  });
});
