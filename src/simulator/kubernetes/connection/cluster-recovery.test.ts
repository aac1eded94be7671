import { describe, expect, test } from "vitest";
import { eksTables } from "../../aws/eks/records.ts";
import { helmProvider } from "../../helm/provider/provider.ts";
import { releaseClient } from "../../helm/provider/release-client.ts";
import { kubectlClient } from "../../kubectl/kubectl-client.ts";
import { kubectlProvider } from "../../kubectl/provider.ts";
import { SimulatedProvider } from "../../planning/provider.ts";
import type { Service } from "../../planning/service.ts";
import { providerTables } from "../../planning/tables.ts";
import type { Values } from "../../planning/values.ts";
import { chartOf, configMap } from "../../testing/helm.ts";
import { TestProvider } from "../../testing/provider.ts";
import { type ProviderCluster, providerCluster } from "../../testing/provider-cluster.ts";
import type { JsonObject } from "../../world/json.ts";
import { kubernetesClient } from "../provider/kubernetes-client.ts";
import { kubernetesProvider } from "../provider/provider.ts";

/** What a run made that died before its state was written. */
interface Lost {
  readonly cluster: ProviderCluster;
  readonly place: JsonObject | null;
  readonly state: Values;
  readonly isThere: () => boolean;
  /** Removes it in another process; what the provider answers. */
  readonly remove: (environment?: Readonly<Record<string, string>>) => readonly string[];
}

function lost<Client>(
  cluster: ProviderCluster,
  service: Service<Client>,
  client: Client,
  object: { readonly type: string; readonly config: Values; readonly name: string },
): Lost {
  const state = new TestProvider(cluster.world, service, client).create(object.type, object.config);
  const place = service.recovery?.place(client) ?? null;
  return {
    cluster,
    place,
    state,
    isThere: () => cluster.inside.api.find("/ConfigMap", object.name, "team") !== undefined,
    remove: (environment = cluster.environment) => {
      const another = new SimulatedProvider(service, providerTables(service.provider), { environment });
      return another
        .removeLost(object.type, state, place)
        .diagnostics.map(({ summary, detail = "" }) => `${summary} ${detail}`);
    },
  };
}

const makers: Readonly<Record<string, (cluster: ProviderCluster, changes?: Values) => Lost>> = {
  kubernetes: (cluster, changes) => {
    const client = kubernetesClient(cluster.surroundings, cluster.block(changes), cluster.environment);
    const config = { metadata: [{ name: "settings", namespace: "team" }], data: { key: "value" } };
    return lost(cluster, kubernetesProvider(cluster.surroundings), client, {
      type: "kubernetes_config_map_v1",
      config,
      name: "settings",
    });
  },
  kubectl: (cluster, changes) => {
    const client = kubectlClient(cluster.surroundings, cluster.block(changes), cluster.environment);
    const config = {
      yaml_body:
        "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: team }\ndata: { key: value }\n",
    };
    return lost(cluster, kubectlProvider(cluster.surroundings), client, {
      type: "kubectl_manifest",
      config,
      name: "settings",
    });
  },
  helm: (cluster, changes) => {
    const find = () => chartOf([configMap("settings")]);
    const { exec, ...block } = cluster.block(changes);
    const kubernetes = { ...block, exec: Array.isArray(exec) ? (exec[0] ?? null) : null };
    const client = releaseClient(cluster.surroundings, find, { kubernetes }, cluster.environment);
    const config = { name: "web", namespace: "team", repository: "https://charts.example.com", chart: "app" };
    return lost(cluster, helmProvider(cluster.surroundings, find), client, {
      type: "helm_release",
      config,
      name: "settings",
    });
  },
};

describe.each(Object.entries(makers))("what a killed run made by %s", (_provider, make) => {
  test("is removed from the cluster in which it was made, without a provider block", () => {
    const made = make(providerCluster());
    expect(made.isThere()).toBe(true);
    expect(made.remove()).toEqual([]);
    expect(made.isThere()).toBe(false);
  });

  test("is gone with its cluster", () => {
    const made = make(providerCluster());
    made.cluster.world.table(`aws/123456789012/us-east-1/${eksTables.cluster}`).delete("test");
    expect(made.remove()).toEqual([]);
  });

  test("needs rights of its own to be removed", () => {
    const made = make(providerCluster());
    expect(made.remove({ AWS_REGION: "us-east-1" }).join()).toContain("Unable to locate credentials");
    expect(made.isThere()).toBe(true);
  });

  test("is found again without the variables of its command", () => {
    const cluster = providerCluster();
    const env = { ...cluster.environment, AWS_SECRET_ACCESS_KEY: "c2VjcmV0" };
    const made = make(cluster, { exec: [cluster.exec({ env })] });
    expect(JSON.stringify(made.place)).not.toContain("c2VjcmV0");
    expect(made.remove()).toEqual([]);
  });
});
