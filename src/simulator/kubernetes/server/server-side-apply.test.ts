import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../world/json.ts";
import { systemUser } from "../access/user.ts";
import type { KubernetesApi } from "../api.ts";
import { at, objectsAt } from "../fields.ts";
import type { KubernetesObject, Manifest } from "../object.ts";
import { testCluster } from "../testing/cluster.ts";
import { configMap, deployment, service } from "../testing/manifests.ts";
import { refusalOf } from "./kubernetes-error.ts";

const image = (tag: string): JsonObject => ({ containers: [{ name: "main", image: `example.com/app:${tag}` }] });

test("apply makes what is not there, and writes nothing when nothing changes", () => {
  const { argo, cluster } = managers();
  const made = argo.apply(deployment("web"));
  const version = cluster.version("apps/Deployment");
  expect(argo.apply(deployment("web"))).toBe(made);
  expect(cluster.version("apps/Deployment")).toBe(version);
});

test("a configuration that changed nothing is merged again once the object is another one", () => {
  const { argo, api } = managers();
  argo.apply(configMap("a", {}, { data: { key: "1" } }));
  argo.apply(configMap("a", {}, { data: { key: "1" } }));
  api.patch(configMap("a"), { data: { key: "2" } });
  expect(argo.apply(configMap("a", {}, { data: { key: "1" } }), { force: true }).data).toEqual({ key: "1" });
});

test("what one manager may repeat is news from another", () => {
  const { argo, flux } = managers();
  argo.apply(configMap("a", {}, { data: { key: "1" } }));
  const repeated = argo.apply(configMap("a", {}, { data: { key: "1" } }));
  const shared = flux.apply(configMap("a", {}, { data: { key: "1" } }));
  expect(shared.metadata.managedFields).not.toEqual(repeated.metadata.managedFields);
});

test("a field that the manager no longer names goes, unless somebody else owns it too", () => {
  const { argo, flux } = managers();
  argo.apply(deployment("web", { replicas: 2, paused: true }));
  flux.apply(deployment("web", { replicas: 2 }));
  const after = argo.apply(deployment("web"));
  expect(after.spec).toMatchObject({ replicas: 2 });
  expect(after.spec).not.toHaveProperty("paused");
});

test("what admission and others added stays", () => {
  const { argo, api } = managers();
  const made = argo.apply(service("web"));
  api.patch(made, { metadata: { annotations: { "example.com/seen": "true" } } });
  const after = argo.apply(service("web", { selector: { app: "other" } }));
  expect(after.metadata.annotations).toEqual({ "example.com/seen": "true" });
  expect(at(after, "spec.clusterIP")).toBe(at(made, "spec.clusterIP"));
});

test("status is not applied", () => {
  const { argo } = managers();
  expect(argo.apply({ ...configMap("a"), status: { phase: "Ready" } })).not.toHaveProperty("status");
});

test("items of a list with keys are merged one by one, others replaced as a whole", () => {
  const { argo, flux } = managers();
  const sidecar = { containers: [{ name: "sidecar", image: "example.com/sidecar:1" }] };
  argo.apply(deployment("web", {}, { ...image("1"), nodeSelector: { zone: "a" } }));
  const both = flux.apply({ ...deployment("web"), spec: { template: { spec: sidecar } } });
  expect(objectsAt(both, "spec.template.spec.containers").map(({ name }) => name)).toEqual(["main", "sidecar"]);
  const args = (list: readonly string[]) => ({
    containers: [{ ...(image("1").containers as JsonObject[])[0], args: list }],
  });
  argo.apply(deployment("web", {}, args(["--a", "--b"])));
  const [main] = objectsAt(argo.apply(deployment("web", {}, args(["--c"]))), "spec.template.spec.containers");
  expect(main?.args).toEqual(["--c"]);
});

test("a conflict names the other manager, its version, the time of its update and the field", () => {
  const { helm, argo } = managers();
  helm.create(deployment("web", { replicas: 1 }));
  expect(refusalOf(() => argo.apply(deployment("web", { replicas: 2 })))?.message).toBe(
    'Apply failed with 1 conflict: conflict with "helm" using apps/v1 at 2026-11-24T08:00:00.000Z: .spec.replicas',
  );
});

test("several conflicts stand in lines, by manager", () => {
  const { argo, flux, helm } = managers();
  flux.apply(deployment("web", { replicas: 1 }));
  argo.apply({ ...deployment("web"), metadata: { name: "web", namespace: "default", labels: { tier: "front" } } });
  const other = deployment("web", { replicas: 3 }, image("2"));
  const labels = { tier: "back" };
  const refusal = refusalOf(() => helm.apply({ ...other, metadata: { ...other.metadata, labels } }));
  expect(refusal?.message).toBe(
    [
      'Apply failed with 4 conflicts: conflicts with "argocd-controller" using apps/v1:',
      "- .metadata.labels.tier",
      '- .spec.template.spec.containers[name="main"].image',
      'conflicts with "kustomize-controller" using apps/v1:',
      "- .spec.replicas",
      '- .spec.template.spec.containers[name="main"].image',
    ].join("\n"),
  );
});

test("force takes the fields, and the other manager meets the conflict", () => {
  const { argo, flux } = managers();
  flux.apply(deployment("web", { replicas: 1 }));
  expect(argo.apply(deployment("web", { replicas: 2 }), { force: true }).spec).toMatchObject({ replicas: 2 });
  expect(refusalOf(() => flux.apply(deployment("web", { replicas: 1 })))?.reason).toBe("Conflict");
});

test("fields that somebody changed by an update are his", () => {
  const { argo, api } = managers();
  const made = argo.apply(deployment("web", { replicas: 1 }));
  api.patch(made, { spec: { replicas: 5 } });
  expect(refusalOf(() => argo.apply(deployment("web", { replicas: 1 })))?.message).toContain('conflict with "test"');
  expect(argo.apply(deployment("web")).spec).toMatchObject({ replicas: 5 });
});

test("a dry run gives what would be stored and stores nothing", () => {
  const { argo } = managers();
  expect(argo.apply(configMap("a", {}, { data: { key: "1" } }), { dryRun: true }).data).toEqual({ key: "1" });
  expect(argo.find("/ConfigMap", "a", "default")).toBeUndefined();
  argo.apply(configMap("a", {}, { data: { key: "1" } }));
  argo.apply(configMap("a", {}, { data: { key: "2" } }), { dryRun: true });
  expect(argo.find("/ConfigMap", "a", "default")?.data).toEqual({ key: "1" });
});

test("a configuration that was made from another version of the object is refused, forced or not", () => {
  const { argo, api } = managers();
  const old = api.create(configMap("a"));
  api.update({ ...old, data: { key: "1" } });
  const { resourceVersion } = old.metadata;
  const metadata = { name: "a", ...{ resourceVersion } };
  expect(refusalOf(() => argo.apply({ ...configMap("a"), metadata }, { force: true }))?.rule).toBe(
    "kubernetes/stale-version",
  );
});

const names = fc.constantFrom("a", "b", "c", "d");
const leaves: fc.Arbitrary<Json> = fc.oneof(
  fc.integer({ min: 0, max: 3 }).map(String),
  fc.array(names, { maxLength: 2 }),
);
const trees = fc.dictionary(names, fc.oneof(leaves, fc.dictionary(names, leaves, { minKeys: 1, maxKeys: 3 })), {
  maxKeys: 4,
});

test("one manager's last configuration is all that there is, whatever it applied before", () => {
  fc.assert(
    fc.property(fc.array(trees, { minLength: 1, maxLength: 4 }), (configurations) => {
      const { argo } = managers();
      const last = configurations.map((spec) => argo.apply(widget(spec))).at(-1);
      const made = managers().argo.apply(widget(configurations.at(-1) ?? {}));
      expect(specOf(last)).toEqual(specOf(made));
    }),
    { numRuns: 60 },
  );
});

test("a forced configuration is there in full, and applying it again changes nothing", () => {
  fc.assert(
    fc.property(trees, trees, (first, second) => {
      const { argo, flux } = managers();
      flux.apply(widget(first));
      const after = argo.apply(widget(second), { force: true });
      expect(specOf(after)).toMatchObject(second as object);
      expect(argo.apply(widget(second))).toEqual(after);
    }),
    { numRuns: 60 },
  );
});

test("two managers that want the same never conflict, and both must leave a field before it goes", () => {
  fc.assert(
    fc.property(trees, (spec) => {
      const { argo, flux } = managers();
      argo.apply(widget(spec));
      const both = flux.apply(widget(spec));
      expect(specOf(argo.apply(widget({})))).toEqual(specOf(both));
      expect(specOf(flux.apply(widget({})))).toEqual(specOf(managers().argo.apply(widget({}))));
    }),
    { numRuns: 60 },
  );
});

interface Managers {
  readonly cluster: KubernetesApi["cluster"];
  readonly api: KubernetesApi;
  readonly helm: KubernetesApi;
  readonly argo: KubernetesApi;
  readonly flux: KubernetesApi;
}

function managers(): Managers {
  const test = testCluster();
  return {
    cluster: test.cluster,
    api: test.api,
    helm: test.as(systemUser, "helm"),
    argo: test.as(systemUser, "argocd-controller"),
    flux: test.as(systemUser, "kustomize-controller"),
  };
}

/** An object of no kind that the server knows anything of. */
function widget(spec: { readonly [key: string]: Json }): Manifest {
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name: "widget", namespace: "default" },
    spec,
  };
}

function specOf(object: KubernetesObject | undefined): JsonObject {
  return object?.spec ?? {};
}
