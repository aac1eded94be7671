import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { charts } from "../../src/configuration/versions.ts";
import { argoCdValues } from "../../src/modules/argo-cd/argo-cd.ts";
import { findChart } from "../../src/simulator/helm/charts.ts";
import { at, objectAt, objectsAt, textAt, textMapAt } from "../../src/simulator/kubernetes/fields.ts";
import { isObject, type Manifest } from "../../src/simulator/kubernetes/object.ts";
import { renderChart } from "../../src/simulator/testing/chart.ts";
import type { Json, JsonObject } from "../../src/simulator/world/json.ts";
import { applications, objectsOf } from "./rendered-applications.ts";

const { repository, chart, version } = charts["argo-cd"];
const argoCd = renderChart(findChart(repository, chart, version), argoCdValues as unknown as JsonObject, {
  release: "argo-cd",
  namespace: "argocd",
}).objects;

const all = applications.flatMap((application) => objectsOf(application));

function ofKind(...kinds: readonly string[]): readonly Manifest[] {
  return all.filter(({ kind }) => kinds.includes(kind));
}

const names = (objects: readonly Manifest[]): string[] =>
  objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

// Defect 45: backups were off.
describe("the database", () => {
  const [cluster] = ofKind("Cluster");

  test("has three instances, which archive their log to the bucket with the rights of their pods", () => {
    expect(cluster?.spec).toMatchObject({
      instances: 3,
      enableSuperuserAccess: false,
      backup: {
        retentionPolicy: "30d",
        barmanObjectStore: {
          destinationPath: "s3://airflow-database-111111111111-k8-development/generation-1",
          s3Credentials: { inheritFromIAMRole: true },
        },
      },
    });
  });

  test("is copied every night", () => {
    expect(ofKind("ScheduledBackup").map(({ spec }) => spec)).toEqual([
      expect.objectContaining({ schedule: "0 0 0 * * *", cluster: { name: cluster?.metadata.name } }),
    ]);
  });
});

// Defects 49 and 65: complete copies of a chart's values, which froze what the chart would do.
test("no value repeats what its chart does anyway", () => {
  const repeated = applications.flatMap(({ chart: release }) => {
    if (!release) return [];
    const { repository, chart, version } = charts[release.chart];
    const { defaults } = findChart(repository, chart, version);
    return leavesOf(release.values as JsonObject)
      .filter(([path, value]) => isDeepStrictEqual(path.reduce(memberOf, defaults as Json), value))
      .map(([path]) => `${release.chart} ${path.join(".")}`);
  });
  // How long the database can be brought back is our promise, not the chart's.
  expect(repeated).toEqual(["cluster backups.retentionPolicy"]);
});

// Defect 77: rules without anybody to evaluate them, and alerts without anybody to deliver them.
test("no chart brings rules or alerts, since nothing evaluates or delivers them", () => {
  expect(names(ofKind("VMRule", "PrometheusRule", "VMAlert", "VMAlertmanager"))).toEqual([]);
});

// Defect 25: load balancers that nobody had asked for. The one of the Gateway is made by its controller.
test("no chart opens a way in from outside", () => {
  expect(names(ofKind("Ingress"))).toEqual([]);
  expect(names(ofKind("Service").filter(({ spec }) => /LoadBalancer|NodePort/.test(textAt(spec, "type"))))).toEqual([]);
});

// Defects 66, 68 and 76: images at tags that move, and of a registry that withdrew them.
test("every image has a tag that stays, and none comes from Bitnami", () => {
  const images = [...new Set(imagesIn(all as unknown as Json))];
  expect(images.length).toBeGreaterThan(20);
  expect(images.filter((image) => !/(:v?\d[\w.-]*|@sha256:[0-9a-f]{64})$/.test(image))).toEqual([]);
  expect(images.filter((image) => image.includes("bitnami"))).toEqual([]);
});

// Defect 36: volumes of a class that was removed, or not encrypted.
test("every claim takes the default class, which is encrypted", () => {
  const claims = ofKind("StatefulSet", "PersistentVolumeClaim").flatMap((object) =>
    object.kind === "StatefulSet" ? objectsAt(object.spec, "volumeClaimTemplates") : [object as unknown as JsonObject],
  );
  expect(claims.length).toBeGreaterThan(3);
  for (const claim of claims) expect([undefined, "gp3"]).toContain(at(claim, "spec.storageClassName"));
});

describe("what is scraped", () => {
  test.each(ofOurs("VMServiceScrape"))("%s is a Service with that label and port", (_name, { spec }) => {
    const labels = textMapAt(spec, "selector.matchLabels");
    const ports = ofKind("Service")
      .filter(({ metadata }) => hasAll(metadata.labels ?? {}, labels))
      .flatMap((service) => objectsAt(service.spec, "ports").map((port) => textAt(port, "name")));
    const scraped = objectsAt(spec, "endpoints").map((endpoint) => textAt(endpoint, "port"));
    expect(scraped).not.toEqual([]);
    expect(ports).toEqual(expect.arrayContaining(scraped));
  });

  test("the operator of databases is pods with that label and port", () => {
    const scrape = ofKind("VMPodScrape").find(({ metadata }) => metadata.name === "cloudnative-pg");
    const templates = ofKind("Deployment")
      .map(({ spec }) => objectAt(spec, "template"))
      .filter((template) =>
        hasAll(textMapAt(template, "metadata.labels"), textMapAt(scrape?.spec, "selector.matchLabels")),
      );
    const ports = templates
      .flatMap((template) => objectsAt(template, "spec.containers"))
      .flatMap((container) => objectsAt(container, "ports").map((port) => textAt(port, "name")));
    const scraped = objectsAt(scrape?.spec, "podMetricsEndpoints").map((endpoint) => textAt(endpoint, "port"));
    expect(scraped).not.toEqual([]);
    expect(ports).toEqual(expect.arrayContaining(scraped));
  });
});

// Defect 117: documents named pods and secrets that had other names by then.
test.each(pagesIn(readFileSync("docs/operating.md", "utf8")))(
  "the page of %s is where docs/operating.md says",
  (_page, namespace, service, port) => {
    const found = [...ofKind("Service"), ...argoCd].find(
      ({ kind, metadata }) => kind === "Service" && metadata.name === service && metadata.namespace === namespace,
    );
    expect(objectsAt(found?.spec, "ports").map((entry) => at(entry, "port"))).toContain(Number(port));
  },
);

/** Rows of the table of pages of charts: name, namespace, service and port. Capacitor is an artifact that Flux fetches. */
function pagesIn(text: string): readonly (readonly [string, string, string, string])[] {
  return [...text.matchAll(/^\| ([\w ]+) \| `([\w-]+)` \| `([\w-]+)` \| (\d+) \|/gm)]
    .map(([, name = "", namespace = "", service = "", port = ""]) => [name, namespace, service, port] as const)
    .filter(([name]) => name !== "Capacitor");
}

/** Objects of a kind that are written here and by no chart, with their names. */
function ofOurs(kind: string): readonly (readonly [string, Manifest])[] {
  return applications
    .flatMap(({ manifests }) => manifests as unknown as readonly Manifest[])
    .filter((object) => object.kind === kind)
    .map((object) => [object.metadata.name, object]);
}

/** Values that are no objects, each with its path. */
function leavesOf(data: Json | undefined, path: readonly string[] = []): (readonly [readonly string[], Json])[] {
  if (isObject(data)) return Object.entries(data).flatMap(([key, value]) => leavesOf(value, [...path, key]));
  return data === undefined ? [] : [[path, data]];
}

function memberOf(data: Json | undefined, key: string): Json | undefined {
  return isObject(data) ? data[key] : undefined;
}

function hasAll(labels: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

function imagesIn(data: Json | undefined): string[] {
  if (Array.isArray(data)) return data.flatMap(imagesIn);
  if (!isObject(data)) return [];
  return Object.entries(data).flatMap(([key, value]) =>
    (key === "image" || key === "imageName") && typeof value === "string" ? [value] : imagesIn(value),
  );
}
