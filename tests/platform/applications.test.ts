import { describe, expect, test } from "vitest";
import { appProjects } from "../../src/modules/gitops/argo-cd/projects.ts";
import { groupOf, isObject } from "../../src/simulator/kubernetes/object.ts";
import type { Json, JsonObject } from "../../src/simulator/world/json.ts";
import { applications, environment, objectsOf, rendered } from "./rendered-applications.ts";

const withChart = applications.filter(({ chart }) => chart !== undefined);

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

  // Defects 61 and 70: passwords were drawn again at every sync.
  test("draws nothing anew at every rendering", () => {
    const once = JSON.stringify(rendered(application));
    expect(once).not.toContain("rrrrrrrr");
  });
});
