import { configMap, deployment } from "../argo-cd/testing/argo-cd.ts";
import { conditionOf } from "../kubernetes/object.ts";
import { type Rule, refuse } from "../rule.ts";
import { testRules } from "../testing/rule-test.ts";
import type { JsonObject } from "../world/json.ts";
import { fluxKinds } from "./objects.ts";
import { fluxRules as rules } from "./rules.ts";
import { TestFlux } from "./testing/flux.ts";

const charts = "https://fjogeleit.github.io/trivy-operator-polr-adapter";
const chart = "trivy-operator-polr-adapter";

/** What Flux refuses stands in the condition `Ready`; here it is thrown again as the rule whose reason and words are found there. */
class Refusing extends TestFlux {
  /** Lets Flux work, and throws what some object says. */
  complain(): void {
    this.run(60);
    for (const kind of Object.values(fluxKinds)) {
      for (const object of this.api.list(kind)) {
        const ready = conditionOf(object, "Ready");
        if (ready?.status === "False") this.#throw(ready.reason ?? "", ready.message ?? "");
      }
    }
  }

  #throw(reason: string, message: string): void {
    for (const rule of Object.values(rules) as unknown as Rule<string[]>[]) {
      const marker = "§";
      const pattern = rule.message(...Array.from({ length: 3 }, () => `${marker}/${marker}`));
      const parts = pattern.split(/§\/§|§/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
      const words = new RegExp(parts.join("[\\s\\S]*"));
      if (rule.code === reason && words.test(message)) refuse({ ...rule, message: () => message } as Rule<[]>);
    }
    throw new RangeError(`${reason}: ${message}`);
  }

  /** Makes the folder `web` known as a Kustomization with changes. */
  folder(spec: JsonObject = {}, objects: readonly object[] = [configMap("settings")], source: JsonObject = {}): void {
    this.repository.write("web/a.yaml", ...objects);
    this.gitRepository(source);
    this.kustomization("web", spec);
    this.complain();
  }

  oci(url: string, ref: JsonObject): void {
    this.create("source.toolkit.fluxcd.io/v1", "OCIRepository", "manifests", { url, ref, interval: "1h" });
    this.complain();
  }

  /** A release of a small chart with changes. */
  release(
    spec: JsonObject = {},
    more: { readonly version?: string; readonly url?: string; readonly kind?: string } = {},
  ): void {
    const { version = "0.11.5", url = charts, kind = "HelmRepository" } = more;
    this.create("source.toolkit.fluxcd.io/v1", "HelmRepository", "charts", { url, interval: "1h" }, "shop");
    const sourceRef = { kind, name: "charts" };
    const own = { interval: "10m", chart: { spec: { chart, version, sourceRef } }, ...spec };
    this.create("helm.toolkit.fluxcd.io/v2", "HelmRelease", "adapter", own, "shop");
    this.complain();
  }

  values(data: Readonly<Record<string, string>>): void {
    const metadata = { name: "values", namespace: "shop" };
    this.api.create({ apiVersion: "v1", kind: "ConfigMap", metadata, data });
  }
}

const manifests = "oci://ghcr.io/gimlet-io/capacitor-manifests";
const widget = { apiVersion: "acme.example/v1", kind: "Widget", metadata: { name: "one" } };
const fromConfigMap = (more: JsonObject = {}) => ({ valuesFrom: [{ kind: "ConfigMap", name: "values", ...more }] });

testRules(rules, () => new Refusing(), {
  gitUnreadable: {
    refused: (flux) => flux.folder({}, undefined, { ref: { branch: "mian" } }),
    accepted: (flux) => flux.folder({}, undefined, { ref: { branch: "main" } }),
  },
  indexMissing: {
    refused: (flux) => flux.release({}, { url: "https://charts.example.com" }),
    accepted: (flux) => flux.release({}, { url: `${charts}/` }),
  },
  artifactMissing: {
    refused: (flux) => flux.oci(manifests, { tag: "v9.9.9" }),
    accepted: (flux) => flux.oci(manifests, { tag: "v0.4.8" }),
  },
  noTagInRange: {
    refused: (flux) => flux.oci(manifests, { semver: ">=9.0.0" }),
    accepted: (flux) => flux.oci(manifests, { semver: ">=0.1.0" }),
  },
  chartMissing: {
    refused: (flux) => flux.release({}, { version: "99.x" }),
    accepted: (flux) => flux.release({}, { version: "0.11.x" }),
  },
  sourceMissing: {
    refused: (flux) => {
      const sourceRef = { kind: "HelmRepository", name: "other" };
      flux.create("source.toolkit.fluxcd.io/v1", "HelmChart", "adapter", { chart, sourceRef, interval: "1h" }, "shop");
      flux.complain();
    },
    accepted: (flux) => flux.release(),
  },
  sourceKind: {
    refused: (flux) => flux.release({}, { kind: "GitRepository" }),
    accepted: (flux) => flux.release({}, { kind: "HelmRepository" }),
  },
  dependencyNotReady: {
    refused: (flux) => {
      flux.repository.write("base/a.yaml", deployment("server"));
      flux.kustomization("base", { wait: true });
      flux.folder({ dependsOn: [{ name: "base" }] });
    },
    accepted: (flux) => {
      flux.repository.write("base/a.yaml", deployment("server"));
      flux.kustomization("base");
      flux.folder({ dependsOn: [{ name: "base" }] });
    },
  },
  dependencyMissing: {
    refused: (flux) => flux.folder({ dependsOn: [{ name: "base" }] }),
    accepted: (flux) => flux.folder({ dependsOn: [] }),
  },
  valuesMissing: {
    refused: (flux) => flux.release(fromConfigMap()),
    accepted: (flux) => flux.release(fromConfigMap({ optional: true })),
  },
  valuesKeyMissing: {
    refused: (flux) => {
      flux.values({ other: "a: 1" });
      flux.release(fromConfigMap());
    },
    accepted: (flux) => {
      flux.values({ other: "a: 1" });
      flux.release(fromConfigMap({ valuesKey: "other" }));
    },
  },
  valuesForm: {
    refused: (flux) => {
      flux.values({ "values.yaml": "- a list" });
      flux.release(fromConfigMap());
    },
    accepted: (flux) => {
      flux.values({ "values.yaml": "replicaCount: 1" });
      flux.release(fromConfigMap());
    },
  },
  chartSource: {
    refused: (flux) => flux.release({ chart: {} }),
    accepted: (flux) =>
      flux.release({ chart: undefined, chartRef: { kind: "HelmChart", name: "later" }, suspend: true }),
  },
  pathMissing: {
    refused: (flux) => flux.folder({ path: "./wep" }),
    accepted: (flux) => flux.folder({ path: "web/" }),
  },
  buildFailed: {
    refused: (flux) => {
      flux.repository.write("web/kustomization.yaml", { resources: ["b.yaml"] });
      flux.folder();
    },
    accepted: (flux) => {
      flux.repository.write("web/kustomization.yaml", { resources: ["a.yaml"] });
      flux.folder();
    },
  },
  substitution: {
    refused: (flux) => flux.folder({ postBuild: { substituteFrom: [{ kind: "ConfigMap", name: "a" }] } }),
    accepted: (flux) =>
      flux.folder({ postBuild: { substituteFrom: [{ kind: "ConfigMap", name: "a", optional: true }] } }),
  },
  kindMissing: {
    refused: (flux) => flux.folder({}, [widget]),
    accepted: (flux) => flux.folder({}, [configMap("one")]),
  },
  applyFailed: {
    refused: (flux) => flux.folder({ targetNamespace: "missing" }),
    accepted: (flux) => flux.folder({ targetNamespace: "shop" }),
  },
});
