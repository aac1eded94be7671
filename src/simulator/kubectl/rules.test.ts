import type { Values } from "../planning/values.ts";
import { customDefinition } from "../testing/helm.ts";
import { TestProvider } from "../testing/provider.ts";
import { providerCluster } from "../testing/provider-cluster.ts";
import { testRules } from "../testing/rule-test.ts";
import { kubectlClient } from "./kubectl-client.ts";
import { kubectlProvider } from "./provider.ts";
import { kubectlRules } from "./rules.ts";

const body = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: team }\n";
const widget =
  "apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: one, namespace: team }\nstatus: { phase: Ready }\n";

const deployment = (labels: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: team, labels: ${labels} }
spec:
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: web:1 }] } }
`;

function bench(block: Values = {}) {
  const cluster = providerCluster();
  const client = kubectlClient(cluster.surroundings, cluster.block(block), cluster.environment);
  return { cluster, provider: new TestProvider(cluster.world, kubectlProvider(cluster.surroundings), client) };
}

function apply(config: Values, block: Values = {}): void {
  const { cluster, provider } = bench(block);
  cluster.inside.api.create(customDefinition("Widget"));
  provider.create("kubectl_manifest", config);
}

function remove(more: string, config: Values): void {
  const { provider } = bench();
  provider.delete(
    "kubectl_manifest",
    provider.create("kubectl_manifest", {
      yaml_body: body.replace("namespace: team", `namespace: team${more}`),
      ...config,
    }),
  );
}

testRules(kubectlRules, () => undefined, {
  notConfigured: {
    refused: () => bench({ host: null, exec: [], load_config_file: false }),
    accepted: () => bench({ load_config_file: false }),
  },
  yamlInvalid: {
    refused: () => apply({ yaml_body: "kind: ConfigMap\nmetadata: { name: a }\n" }),
    accepted: () => apply({ yaml_body: body }),
  },
  severalDocuments: {
    refused: () => apply({ yaml_body: `${body}---\n${body}` }),
    accepted: () => apply({ yaml_body: `---\n${body}---\n` }),
  },
  noClient: {
    refused: () => apply({ yaml_body: body }, { token: "nonsense" }),
    accepted: () => apply({ yaml_body: body }),
  },
  unknownKind: {
    refused: () => apply({ yaml_body: widget.replace("Widget", "Gadget") }),
    accepted: () => apply({ yaml_body: widget }),
  },
  rollout: {
    refused: () => apply({ yaml_body: deployment("{ broken: 'yes' }") }),
    accepted: () => apply({ yaml_body: deployment("{ broken: 'yes' }"), wait_for_rollout: false }),
  },
  waitFor: {
    refused: () => apply({ yaml_body: widget, wait_for: [{ field: [{ key: "spec.size", value: "3" }] }] }),
    accepted: () =>
      apply({
        yaml_body: `${widget}spec: { size: 3 }\n`,
        wait_for: [{ field: [{ key: "spec.size", value: "[0-9]", value_type: "regex" }] }],
      }),
  },
  deletion: {
    refused: () => remove(", finalizers: [example.com/hold]", { wait: true }),
    accepted: () => remove("", { wait: true }),
  },
  notFound: {
    refused: () =>
      bench().provider.data("kubectl_manifest", {
        api_version: "v1",
        kind: "ConfigMap",
        name: "missing",
        namespace: "team",
      }),
    accepted: () =>
      bench().provider.data("kubectl_manifest", {
        api_version: "v1",
        kind: "ConfigMap",
        name: "kube-root-ca.crt",
        namespace: "team",
      }),
  },
});
