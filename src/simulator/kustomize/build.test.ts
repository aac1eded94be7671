import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import type { Manifest } from "../kubernetes/object.ts";
import { testRules } from "../testing/rule-test.ts";
import { buildKustomization } from "./build.ts";
import { kustomizeRules } from "./rules.ts";

const deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", labels: { tier: "front" } },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: "web" } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: {
        containers: [
          {
            name: "web",
            image: "nginx:1.27",
            env: [{ name: "A", value: "1" }],
            envFrom: [{ configMapRef: { name: "settings" } }],
          },
        ],
      },
    },
  },
};
const service = { apiVersion: "v1", kind: "Service", metadata: { name: "web" }, spec: { ports: [{ port: 80 }] } };

/** Builds the folder `app` that holds a Deployment, a Service and this kustomization. */
function build(kustomization: object, files: Readonly<Record<string, string>> = {}): readonly Manifest[] {
  return buildKustomization(
    new Map(
      Object.entries({
        "app/kustomization.yaml": stringify({ resources: ["deployment.yaml", "service.yaml"], ...kustomization }),
        "app/deployment.yaml": stringify(deployment),
        "app/service.yaml": stringify(service),
        ...files,
      }),
    ),
    "app",
  );
}

const podOf = (manifests: readonly Manifest[]) =>
  (manifests[0] as unknown as typeof deployment | undefined)?.spec.template.spec;

describe("building a kustomization", () => {
  test("gives its resources in their order", () => {
    expect(build({}).map(({ kind }) => kind)).toEqual(["Deployment", "Service"]);
  });

  test("builds other folders that it names, and components over what was built before", () => {
    const built = build(
      { resources: ["../base"], components: ["../component"] },
      {
        "base/kustomization.yaml": stringify({ resources: ["service.yaml"] }),
        "base/service.yaml": stringify(service),
        "component/kustomization.yaml": stringify({ kind: "Component", commonAnnotations: { owner: "team" } }),
      },
    );
    expect(built.map(({ kind, metadata }) => [kind, metadata.annotations])).toEqual([["Service", { owner: "team" }]]);
  });

  test("puts objects into its namespace, except those that have none", () => {
    const role = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: "reader" } };
    const built = build(
      { namespace: "shop", resources: ["deployment.yaml", "role.yaml"] },
      { "app/role.yaml": stringify(role) },
    );
    expect(built.map(({ metadata }) => metadata.namespace)).toEqual(["shop", undefined]);
  });

  test("names images anew, by tag and by digest", () => {
    const image = (change: object) => podOf(build({ images: [{ name: "nginx", ...change }] }))?.containers[0]?.image;
    expect(image({ newTag: "1.28" })).toBe("nginx:1.28");
    expect(image({ newName: "mirror/nginx" })).toBe("mirror/nginx:1.27");
    expect(image({ digest: `sha256:${"a".repeat(64)}` })).toBe(`nginx@sha256:${"a".repeat(64)}`);
  });

  test("merges containers and their variables by name", () => {
    const patch = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web" },
      spec: {
        template: {
          spec: {
            containers: [
              { name: "web", env: [{ name: "B", value: "2" }] },
              { name: "sidecar", image: "proxy" },
            ],
          },
        },
      },
    };
    const containers = podOf(build({ patches: [{ patch: stringify(patch) }] }))?.containers;
    expect(containers?.map(({ name }) => name)).toEqual(["sidecar", "web"]);
    expect(containers?.[1]).toMatchObject({ image: "nginx:1.27", env: [{ name: "B" }, { name: "A" }] });
  });

  test("takes out what a patch deletes", () => {
    const patch = { apiVersion: "v1", kind: "Service", metadata: { name: "web" }, $patch: "delete" };
    expect(build({ patches: [{ patch: stringify(patch) }] }).map(({ kind }) => kind)).toEqual(["Deployment"]);
  });

  test("gives a patch with a target to every object that fits, and to no other", () => {
    const patch = stringify([{ op: "add", path: "/metadata/annotations", value: { seen: "yes" } }]);
    const built = build({ patches: [{ patch, target: { kind: "Deploy.*", labelSelector: "tier=front" } }] });
    expect(built.map(({ metadata }) => metadata.annotations)).toEqual([{ seen: "yes" }, undefined]);
  });

  test("lets what uses a generated ConfigMap follow its hashed name", () => {
    const built = build({ configMapGenerator: [{ name: "settings", literals: ["mode=fast", "text='a b'"] }] });
    const settings = built.find(({ kind }) => kind === "ConfigMap");
    expect(settings?.metadata.name).toMatch(/^settings-[0-9a-f]{10}$/);
    expect(settings?.data).toEqual({ mode: "fast", text: "a b" });
    const [container] = podOf(built)?.containers ?? [];
    expect(container?.envFrom[0]?.configMapRef.name).toBe(settings?.metadata.name);
  });

  test("keeps the plain name of a generated Secret when the hash is switched off", () => {
    const built = build(
      {
        generatorOptions: { disableNameSuffixHash: true },
        secretGenerator: [{ name: "token", files: ["key.txt"] }],
      },
      { "app/key.txt": "k" },
    );
    expect(built.at(-1)).toMatchObject({ metadata: { name: "token" }, type: "Opaque", data: { "key.txt": "aw==" } });
  });

  test("lets references follow a prefix", () => {
    const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "web" } };
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "one" },
      spec: { serviceAccountName: "web", containers: [] },
    };
    const built = build(
      { namePrefix: "blue-", resources: ["account.yaml", "pod.yaml"] },
      { "app/account.yaml": stringify(account), "app/pod.yaml": stringify(pod) },
    );
    expect(built.map(({ metadata }) => metadata.name)).toEqual(["blue-web", "blue-one"]);
    expect(built[1]?.spec).toMatchObject({ serviceAccountName: "blue-web" });
  });

  test("adds labels to selectors and templates only where it is asked to", () => {
    const labelled = (includeSelectors: boolean) =>
      build({ labels: [{ pairs: { team: "a" }, includeSelectors }] })[0] as unknown as typeof deployment;
    expect(labelled(false).spec.selector.matchLabels).toEqual({ app: "web" });
    expect(labelled(true).spec.selector.matchLabels).toEqual({ app: "web", team: "a" });
    expect(labelled(true).spec.template.metadata.labels).toEqual({ app: "web", team: "a" });
    expect(labelled(false).metadata.labels).toMatchObject({ team: "a" });
  });
});

testRules(kustomizeRules, () => build, {
  noFile: {
    refused: () => buildKustomization(new Map([["app/a.yaml", stringify(service)]]), "app"),
    accepted: () => buildKustomization(new Map([["app/Kustomization", "resources: []"]]), "app"),
  },
  unknownField: {
    refused: (make) => make({ resource: ["deployment.yaml"] }),
    accepted: (make) => make({ commonLabels: { a: "b" } }),
  },
  resourceMissing: {
    refused: (make) => make({ resources: ["deploy.yaml"] }),
    accepted: (make) => make({ resources: ["./deployment.yaml"] }),
  },
  invalidManifest: {
    refused: (make) => make({}, { "app/service.yaml": "kind: Service\nmetadata: { name: a }" }),
    accepted: (make) => make({}, { "app/service.yaml": `---\n---\n${stringify(service)}` }),
  },
  duplicate: {
    refused: (make) => make({}, { "app/service.yaml": stringify(deployment) }),
    accepted: (make) =>
      make({}, { "app/service.yaml": stringify({ ...deployment, metadata: { name: "web", namespace: "other" } }) }),
  },
  patchTarget: {
    refused: (make) => make({ patches: [{ patch: stringify({ ...service, metadata: { name: "wep" } }) }] }),
    accepted: (make) => make({ patches: [{ patch: stringify(service) }] }),
  },
  patchForm: {
    refused: (make) => make({ patches: [{ patch: "just text" }] }),
    accepted: (make) => make({ patches: [{ patch: JSON.stringify(service) }] }),
  },
  jsonPatch: {
    refused: (make) => make({ patches: [replacing("/spec/replica")] }),
    accepted: (make) => make({ patches: [replacing("/spec/replicas")] }),
  },
  helmCharts: {
    refused: (make) => make({ helmCharts: [{ name: "web" }] }),
    accepted: (make) => make({ helmCharts: [] }),
  },
});

function replacing(path: string): object {
  return { patch: stringify([{ op: "replace", path, value: 3 }]), target: { kind: "Deployment" } };
}
