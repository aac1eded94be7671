import { definition } from "../kubernetes/testing/manifests.ts";
import { type Rule, refuse } from "../rule.ts";
import { testRules } from "../testing/rule-test.ts";
import type { JsonObject } from "../world/json.ts";
import { applicationKind } from "./application.ts";
import { requestSync } from "./requests.ts";
import { argoCdRules as rules } from "./rules.ts";
import { configMap, deployment, TestArgoCd } from "./testing/argo-cd.ts";

const helm = "https://fjogeleit.github.io/trivy-operator-polr-adapter";
const chart = "trivy-operator-polr-adapter";

/**
 * What Argo CD refuses stands in an Application's status; here it is thrown again as the rule whose words are found there, so that
 * the tests see which rule it was.
 */
class Refusing extends TestArgoCd {
  /** Makes the Application `web` with changes, lets Argo CD work, and throws what it says. */
  apply(spec: JsonObject = {}, objects: readonly object[] = [configMap("settings")]): void {
    if (objects.length > 0) this.repository.write("web/objects.yaml", ...objects);
    this.application("web", { syncPolicy: { automated: {}, retry: { limit: 0 } }, ...spec });
    this.run();
    this.complain();
  }

  complain(): void {
    const { conditions, message, phase } = this.status("web");
    const text = [...conditions, phase === "Failed" ? message : ""].join("\n");
    for (const rule of Object.values(rules)) {
      if (wordsOf(rule as unknown as Rule<string[]>).test(text)) refuse({ ...rule, message: () => text } as Rule<[]>);
    }
    if (text.trim() !== "") throw new RangeError(text);
  }

  /** A source of the repository with changes. */
  source(more: JsonObject = {}): JsonObject {
    return { repoURL: this.repository.url, path: "web", targetRevision: "main", ...more };
  }

  chart(more: JsonObject = {}): JsonObject {
    return { repoURL: helm, chart, targetRevision: "0.11.5", ...more };
  }
}

/** A pattern for the words of a rule, whatever its details are. */
function wordsOf(rule: Rule<string[]>): RegExp {
  const marker = "\u0001";
  const details = Array.from({ length: 4 }, () => marker);
  const text = rule.message(...details);
  const only = text.split(marker).join("");
  return only === "" ? (specific[rule.id] ?? /$^/) : new RegExp(text.split(marker).map(escaped).join("[\\s\\S]*"));
}

/** Rules whose words are those of another tool. */
const specific: Readonly<Record<string, RegExp>> = {
  [rules.repositoryUnreadable.id]: /unable to resolve '.*' to a commit SHA|repository not found/,
  [rules.chartUnavailable.id]: /chart ".*" version ".*" not found/,
};

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

const destination = { server: "https://kubernetes.default.svc", namespace: "shop" };

/** A project that allows the repository and the namespace `shop`, with changes. */
function projectWith(argo: Refusing, spec: JsonObject): void {
  argo.project("team", { sourceRepos: [argo.repository.url], destinations: [destination], ...spec });
}

const role = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
  metadata: { name: "reader" },
  rules: [],
};
const widget = { apiVersion: "acme.example/v1", kind: "Widget", metadata: { name: "one" } };

testRules(rules, () => new Refusing(), {
  noSource: {
    refused: (argo) => argo.apply({ source: argo.source({ path: "" }) }),
    accepted: (argo) => argo.apply({ source: argo.source() }),
  },
  severalTools: {
    refused: (argo) => argo.apply({ source: argo.source({ kustomize: {}, helm: {} }) }),
    accepted: (argo) => argo.apply({ source: argo.source({ directory: { recurse: true } }) }),
  },
  refWithChart: {
    refused: (argo) => argo.apply({ sources: [argo.chart({ ref: "values" })] }),
    accepted: (argo) => argo.apply({ sources: [argo.chart(), argo.source({ ref: "values" })] }),
  },
  chartRevision: {
    refused: (argo) => argo.apply({ source: argo.chart({ targetRevision: "" }) }),
    accepted: (argo) => argo.apply({ source: argo.chart({ targetRevision: "0.11.*" }) }),
  },
  twoDestinations: {
    refused: (argo) => argo.apply({ destination: { ...destination, name: "in-cluster" } }),
    accepted: (argo) => argo.apply({ destination: { name: "in-cluster", namespace: "shop" } }),
  },
  noDestination: {
    refused: (argo) => argo.apply({ destination: { namespace: "shop" } }),
    accepted: (argo) => argo.apply({ destination }),
  },
  unknownDestination: {
    refused: (argo) => argo.apply({ destination: { name: "production", namespace: "shop" } }),
    accepted: (argo) => argo.apply({ destination: { name: "in-cluster", namespace: "shop" } }),
  },
  projectMissing: {
    refused: (argo) => argo.apply({ project: "team" }),
    accepted: (argo) => {
      projectWith(argo, {});
      argo.apply({ project: "team" });
    },
  },
  repositoryNotPermitted: {
    refused: (argo) => {
      projectWith(argo, {});
      argo.apply({ project: "team", sources: [argo.source(), argo.chart()] });
    },
    accepted: (argo) => {
      projectWith(argo, { sourceRepos: ["https://github.com/acme/*", "!https://github.com/acme/secret"] });
      argo.apply({ project: "team" });
    },
  },
  destinationNotPermitted: {
    refused: (argo) => {
      projectWith(argo, { destinations: [{ ...destination, namespace: "other" }] });
      argo.apply({ project: "team" });
    },
    accepted: (argo) => {
      projectWith(argo, { destinations: [{ ...destination, namespace: "sh*" }] });
      argo.apply({ project: "team" });
    },
  },
  kindNotPermitted: {
    refused: (argo) => {
      projectWith(argo, {});
      argo.apply({ project: "team" }, [role]);
    },
    accepted: (argo) => {
      projectWith(argo, { clusterResourceWhitelist: [{ group: "rbac.authorization.k8s.io", kind: "ClusterRole" }] });
      argo.apply({ project: "team" }, [role]);
    },
  },
  namespaceNotPermitted: {
    refused: (argo) => {
      projectWith(argo, {});
      argo.apply({ project: "team" }, [{ ...configMap("a"), metadata: { name: "a", namespace: "argocd" } }]);
    },
    accepted: (argo) => {
      projectWith(argo, { destinations: [destination, { ...destination, namespace: "argocd" }] });
      argo.apply({ project: "team" }, [{ ...configMap("a"), metadata: { name: "a", namespace: "argocd" } }]);
    },
  },
  kindMissing: {
    refused: (argo) => argo.apply({}, [widget]),
    accepted: (argo) => argo.apply({}, [widget, widgets(argo)]),
  },
  annotationTooLong: {
    refused: (argo) => argo.apply({}, [largeDefinition]),
    accepted: (argo) =>
      argo.apply({ syncPolicy: { automated: {}, syncOptions: ["ServerSideApply=true"] } }, [largeDefinition]),
  },
  namespaceMissing: {
    refused: (argo) => argo.apply({ destination: { ...destination, namespace: "new" } }),
    accepted: (argo) =>
      argo.apply({
        destination: { ...destination, namespace: "new" },
        syncPolicy: { automated: {}, syncOptions: ["CreateNamespace=true"] },
      }),
  },
  sharedResource: {
    refused: (argo) => {
      shareSettings(argo);
      argo.apply({ syncPolicy: { automated: {}, retry: { limit: 0 }, syncOptions: ["FailOnSharedResource=true"] } });
    },
    accepted: (argo) => {
      shareSettings(argo);
      const syncPolicy = { automated: {}, syncOptions: ["FailOnSharedResource=true"] };
      argo.apply({ syncPolicy }, [configMap("other-settings")]);
    },
  },
  operationRunning: {
    refused: (argo) => {
      argo.application("web", { syncPolicy: {} });
      for (const _press of [1, 2]) press(argo);
    },
    accepted: (argo) => {
      argo.repository.write("web/a.yaml", configMap("a"));
      argo.application("web", { syncPolicy: {} });
      press(argo);
      argo.run();
      press(argo);
    },
  },
  wipeOut: {
    refused: (argo) => {
      argo.apply({ syncPolicy: { automated: { prune: true } } }, [configMap("a"), deployment("b")]);
      argo.repository.write("web/objects.yaml", "# nothing");
      refresh(argo);
      argo.complain();
    },
    accepted: (argo) => {
      argo.apply({ syncPolicy: { automated: { prune: true, allowEmpty: true } } });
      argo.repository.write("web/objects.yaml", "# nothing");
      refresh(argo);
      argo.complain();
    },
  },
  pathMissing: {
    refused: (argo) => argo.apply({ source: argo.source({ path: "wep" }) }),
    accepted: (argo) => argo.apply({ source: argo.source({ path: "web" }) }),
  },
  repositoryUnreadable: {
    refused: (argo) => argo.apply({ source: argo.source({ targetRevision: "mian" }) }),
    accepted: (argo) => argo.apply({ source: argo.source({ targetRevision: "HEAD" }) }),
  },
  valueFileMissing: {
    refused: (argo) => argo.apply(withValueFile(argo, "$values/web/other.yaml"), []),
    accepted: (argo) => argo.apply(withValueFile(argo, "$values/web/values.yaml"), []),
  },
  valueFileForm: {
    refused: (argo) => argo.apply(withValueFile(argo, "$values/web/values.yaml", "- a list"), []),
    accepted: (argo) => argo.apply(withValueFile(argo, "$values/web/values.yaml", "replicaCount: 2"), []),
  },
  valuesReference: {
    refused: (argo) => argo.apply(withValueFile(argo, "$other/web/values.yaml"), []),
    accepted: (argo) => argo.apply(withValueFile(argo, "$values/web/values.yaml"), []),
  },
  chartUnavailable: {
    refused: (argo) => argo.apply({ source: argo.chart({ targetRevision: "99.0.0" }) }),
    accepted: (argo) => argo.apply({ source: argo.chart() }),
  },
  registryNotRegistered: {
    refused: (argo) => argo.apply({ source: registryChart }),
    accepted: (argo) => {
      argo.api.create({
        apiVersion: "v1",
        kind: "Secret",
        metadata: {
          name: "docker",
          namespace: "argocd",
          labels: { "argocd.argoproj.io/secret-type": "repository" },
        },
        stringData: { url: "docker.io/envoyproxy", type: "helm", enableOCI: "true" },
      });
      argo.apply({ source: registryChart });
    },
  },
  toolNotSimulated: {
    refused: (argo) => {
      argo.repository.write("web/Chart.yaml", "name: own");
      argo.apply();
    },
    accepted: (argo) => {
      argo.repository.write("web/README.md", "# own");
      argo.apply();
    },
  },
});

const registryChart = { repoURL: "docker.io/envoyproxy", chart: "gateway-helm", targetRevision: "v1.9.0" };

const largeDefinition = definition({
  group: "gateway.envoyproxy.io",
  kind: "EnvoyProxy",
  plural: "envoyproxies",
});

function widgets(_argo: Refusing): object {
  return definition({ group: "acme.example", kind: "Widget", plural: "widgets" });
}

/** Another Application that has the object `settings` already. */
function shareSettings(argo: Refusing): void {
  argo.repository.write("other/a.yaml", configMap("settings"));
  argo.application("other");
  argo.run();
}

function press(argo: Refusing): void {
  const application = argo.api.find(applicationKind, "web", "argocd");
  if (application) requestSync(argo.api, application);
}

function refresh(argo: Refusing): void {
  const application = argo.api.find(applicationKind, "web", "argocd");
  const annotations = { "argocd.argoproj.io/refresh": "normal" };
  if (application) argo.api.patch(application, { metadata: { annotations } });
  argo.run();
}

/** A chart with a value file, and the repository that lends it. */
function withValueFile(argo: Refusing, file: string, content = "replicaCount: 1"): JsonObject {
  argo.repository.write("web/values.yaml", content);
  return { sources: [argo.chart({ helm: { valueFiles: [file] } }), argo.source({ path: "", ref: "values" })] };
}
