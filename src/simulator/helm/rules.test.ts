import type { Manifest } from "../kubernetes/object.ts";
import { chartOf, configMap, customDefinition, deployment, HelmBench, job } from "../testing/helm.ts";
import { testRules } from "../testing/rule-test.ts";
import { install } from "./install.ts";
import type { ReleaseOptions } from "./release-options.ts";
import { lastRelease, recordRelease } from "./release-storage.ts";
import { configuredValues } from "./release-values.ts";
import { rollback } from "./rollback.ts";
import { rules } from "./rules.ts";
import { withSetValue } from "./set-values.ts";
import { uninstall } from "./uninstall.ts";
import { upgrade } from "./upgrade.ts";

const web = { name: "web", namespace: "team" };
const plain = chartOf([configMap("settings")]);
const widget: Manifest = { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "one" } };

function installing(bench: HelmBench, chart = plain, options: Partial<ReleaseOptions> = {}, name = "web"): void {
  bench.run(install(bench, { ...bench.source(chart), name }, options));
}

function markAs(bench: HelmBench, status: "failed" | "pending-upgrade"): void {
  const last = lastRelease(bench.api, "team", "web");
  if (last) recordRelease(bench.api, { ...last, status });
}

testRules(rules, () => new HelmBench(), {
  releaseName: {
    refused: (bench) => installing(bench, plain, {}, "Web_1"),
    accepted: (bench) => installing(bench, plain, {}, `web-${"1".repeat(49)}`),
  },
  nameInUse: {
    refused: (bench) => {
      installing(bench);
      markAs(bench, "failed");
      installing(bench);
    },
    accepted: (bench) => {
      installing(bench);
      markAs(bench, "failed");
      installing(bench, plain, { replace: true });
    },
  },
  pending: {
    refused: (bench) => {
      installing(bench);
      markAs(bench, "pending-upgrade");
      bench.run(upgrade(bench, bench.source(plain)));
    },
    accepted: (bench) => {
      installing(bench);
      markAs(bench, "failed");
      bench.run(upgrade(bench, bench.source(plain)));
    },
  },
  noDeployed: {
    refused: (bench) => bench.run(upgrade(bench, bench.source(plain))),
    accepted: (bench) => {
      installing(bench);
      bench.run(upgrade(bench, bench.source(plain)));
    },
  },
  notFound: {
    refused: (bench) => bench.run(uninstall(bench, web)),
    accepted: (bench) => {
      installing(bench);
      bench.run(uninstall(bench, web));
    },
  },
  noRevision: {
    refused: (bench) => {
      installing(bench);
      bench.run(rollback(bench, { ...web, revision: 2 }));
    },
    accepted: (bench) => {
      installing(bench);
      bench.run(rollback(bench, { ...web, revision: 1 }));
    },
  },
  ownership: {
    refused: (bench) => {
      const object = configMap("settings");
      bench.api.create({ ...object, metadata: { ...object.metadata, namespace: "team" } });
      installing(bench);
    },
    accepted: (bench) => {
      const labels = { "app.kubernetes.io/managed-by": "Helm" };
      const annotations = { "meta.helm.sh/release-name": "web", "meta.helm.sh/release-namespace": "team" };
      const metadata = { name: "settings", namespace: "team", labels, annotations };
      bench.api.create({ ...configMap("settings"), metadata });
      installing(bench);
    },
  },
  kubeVersion: {
    refused: (bench) => installing(bench, chartOf([], { kubeVersion: ">= 1.99.0-0" })),
    accepted: (bench) => installing(bench, chartOf([], { kubeVersion: ">= 1.35.0-0" })),
  },
  unknownKind: {
    refused: (bench) => installing(bench, chartOf([customDefinition("Widget"), widget])),
    accepted: (bench) => installing(bench, chartOf([widget], { crds: [customDefinition("Widget")] })),
  },
  unknownKindAtDelete: {
    refused: (bench) => {
      installing(bench, chartOf([widget], { crds: [customDefinition("Widget")] }));
      removeDefinition(bench);
      bench.run(uninstall(bench, web));
    },
    accepted: (bench) => {
      installing(bench, chartOf([widget], { crds: [customDefinition("Widget")] }));
      bench.run(uninstall(bench, web));
    },
  },
  notReady: {
    refused: (bench) => installing(bench, chartOf([deployment("app")]), { wait: true, timeout: 9 }),
    accepted: (bench) => installing(bench, chartOf([deployment("app")]), { wait: true, timeout: 10 }),
  },
  notGone: {
    refused: (bench) => {
      installing(bench);
      hold(bench);
      bench.run(uninstall(bench, web, { wait: true }));
    },
    accepted: (bench) => {
      installing(bench);
      hold(bench);
      bench.run(uninstall(bench, web, { wait: false }));
    },
  },
  hookFailed: {
    refused: (bench) => installing(bench, chartOf([job("migrate", "post-install", { broken: "yes" })])),
    accepted: (bench) =>
      installing(bench, chartOf([job("migrate", "post-install", { broken: "yes" })]), { runHooks: false }),
  },
  hookTimeout: {
    refused: (bench) => installing(bench, chartOf([job("migrate", "pre-install")]), { timeout: 5 }),
    accepted: (bench) => installing(bench, chartOf([job("migrate", "pre-install")]), { timeout: 10 }),
  },
  setSyntax: {
    refused: () => withSetValue({}, "hosts", "a,b", "auto"),
    accepted: () => withSetValue({}, "hosts", "a\\,b", "auto"),
  },
  valuesSyntax: {
    refused: () => configuredValues({ values: ["- a"] }),
    accepted: () => configuredValues({ values: ["", "a: 1"] }),
  },
  recordNotCreated: {
    refused: (bench) => bench.run(install(bench, { ...bench.source(plain), namespace: "missing" })),
    accepted: (bench) =>
      bench.run(install(bench, { ...bench.source(plain), namespace: "missing" }, { createNamespace: true })),
  },
});

/** A definition that goes takes the objects of its kind with it. */
function removeDefinition({ api }: HelmBench): void {
  const widgets = api.list("example.com/Widget");
  for (const object of widgets) api.delete(object);
  const definition = api.find("apiextensions.k8s.io/CustomResourceDefinition", "widgets.example.com");
  if (!definition) return;
  api.setFinalizers(definition, []);
  api.delete(definition);
  const left = api.find("apiextensions.k8s.io/CustomResourceDefinition", "widgets.example.com");
  if (left) api.setFinalizers(left, []);
}

/** Something holds the object when it is deleted. */
function hold({ api }: HelmBench): void {
  const object = api.find("/ConfigMap", "settings", "team");
  if (object) api.setFinalizers(object, ["example.com/hold"]);
}
