import { texts } from "../../planning/input.ts";
import type { Recovery } from "../../planning/service.ts";
import type { Values } from "../../planning/values.ts";
import type { World } from "../../world/world.ts";
import { ClusterClient, type ClusterClientSettings } from "../connection/cluster-client.ts";
import { clusterRecovery } from "../connection/cluster-recovery.ts";
import { connectionOf } from "../connection/settings.ts";

/** A provider block of `hashicorp/kubernetes` at work. */
export class KubernetesClient extends ClusterClient {
  readonly ignoredLabels: readonly RegExp[];
  readonly ignoredAnnotations: readonly RegExp[];

  constructor(settings: ClusterClientSettings, config: Values) {
    super(settings);
    this.ignoredLabels = texts(config.ignore_labels).map((form) => new RegExp(form));
    this.ignoredAnnotations = texts(config.ignore_annotations).map((form) => new RegExp(form));
  }

  get world(): World {
    return this.settings.world;
  }
}

/** What the composition gives to a provider that works on clusters. */
export type ClusterSurroundings = Pick<
  ClusterClientSettings,
  "actor" | "clusters" | "folder" | "sourceAddress" | "world"
>;

/** In whose name the provider writes. */
const fieldManager = "Terraform";

/** How objects of this provider are found again. */
export function kubernetesRecovery(surroundings: ClusterSurroundings): Recovery<KubernetesClient> {
  return clusterRecovery({ ...surroundings, fieldManager }, (settings) => new KubernetesClient(settings, {}));
}

/** The client of a provider block; this provider does not look at `KUBECONFIG`. */
export function kubernetesClient(
  surroundings: ClusterSurroundings,
  config: Values,
  environment: Readonly<Record<string, string>>,
): KubernetesClient {
  const configured = connectionOf(config);
  const fromEnvironment = environment.KUBE_CONFIG_PATHS?.split(":") ?? [environment.KUBE_CONFIG_PATH ?? ""];
  const configPaths = configured.configPaths.length > 0 ? configured.configPaths : fromEnvironment.filter(Boolean);
  const settings = { ...surroundings, environment, fieldManager, configured, configPaths };
  return new KubernetesClient(settings, config);
}
