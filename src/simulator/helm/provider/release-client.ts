import type { KubernetesApi } from "../../kubernetes/api.ts";
import { ClusterClient } from "../../kubernetes/connection/cluster-client.ts";
import { clusterRecovery } from "../../kubernetes/connection/cluster-recovery.ts";
import { connectionOf } from "../../kubernetes/connection/settings.ts";
import type { ClusterSurroundings } from "../../kubernetes/provider/kubernetes-client.ts";
import { accessRules } from "../../kubernetes/rules/access-rules.ts";
import type { Recovery } from "../../planning/service.ts";
import type { Values } from "../../planning/values.ts";
import { isRecord } from "../../planning/values.ts";
import { refuse, ServiceError } from "../../rule.ts";
import type { Chart } from "../chart.ts";
import { carryOut, type HelmOperation } from "../helm-client.ts";
import { helmProviderRules as rules } from "./rules.ts";

/** Finds a chart in a repository. */
export type FindChart = (repository: string, name: string, version?: string) => Chart;

/** A provider block of `hashicorp/helm` at work. */
export class ReleaseClient extends ClusterClient {
  readonly findChart: FindChart;

  constructor(settings: ConstructorParameters<typeof ClusterClient>[0], findChart: FindChart) {
    super(settings);
    this.findChart = findChart;
  }

  /**
   * The API server as Helm reaches it.
   *
   * @throws ServiceError in Helm's words
   */
  reach(): KubernetesApi {
    try {
      return this.connect({ verb: "Get", path: "/version" });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const isUnknown = error.rule === accessRules.unauthorized.id;
      return refuse(
        rules.unreachable,
        isUnknown ? "the server has asked for the client to provide credentials" : error.message,
      );
    }
  }

  /** Carries an operation out; gives its result and the simulated seconds that it took. */
  run<Result>(
    api: KubernetesApi,
    operation: HelmOperation<Result>,
  ): { readonly result: Result; readonly seconds: number } {
    const before = api.cluster.now.getTime();
    const result = carryOut({ api }, this.clusters, this.actor, operation);
    this.settle(api);
    return { result, seconds: (api.cluster.now.getTime() - before) / 1_000 };
  }
}

/** In whose name the provider writes. */
const fieldManager = "terraform-provider-helm";

/** How releases of this provider are found again. */
export function releaseRecovery(surroundings: ClusterSurroundings, findChart: FindChart): Recovery<ReleaseClient> {
  return clusterRecovery({ ...surroundings, fieldManager }, (settings) => new ReleaseClient(settings, findChart));
}

/** The client of a provider block; like the kubernetes provider, it does not look at `KUBECONFIG`. */
export function releaseClient(
  surroundings: ClusterSurroundings,
  findChart: FindChart,
  config: Values,
  environment: Readonly<Record<string, string>>,
): ReleaseClient {
  const configured = connectionOf(isRecord(config.kubernetes) ? config.kubernetes : {});
  const fromEnvironment = environment.KUBE_CONFIG_PATHS?.split(":") ?? [environment.KUBE_CONFIG_PATH ?? ""];
  const configPaths = configured.configPaths.length > 0 ? configured.configPaths : fromEnvironment.filter(Boolean);
  const settings = { ...surroundings, environment, fieldManager, configured, configPaths };
  return new ReleaseClient(settings, findChart);
}
