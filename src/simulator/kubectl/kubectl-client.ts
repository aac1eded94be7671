import type { KubernetesApi } from "../kubernetes/api.ts";
import { ClusterClient } from "../kubernetes/connection/cluster-client.ts";
import { clusterRecovery } from "../kubernetes/connection/cluster-recovery.ts";
import { connectionRules } from "../kubernetes/connection/rules.ts";
import { connectionOf } from "../kubernetes/connection/settings.ts";
import { servedKind } from "../kubernetes/kinds.ts";
import type { Manifest } from "../kubernetes/object.ts";
import type { ClusterSurroundings } from "../kubernetes/provider/kubernetes-client.ts";
import { accessRules } from "../kubernetes/rules/access-rules.ts";
import { number } from "../planning/input.ts";
import type { Recovery } from "../planning/service.ts";
import { unknown, type Values } from "../planning/values.ts";
import { refuse, refuseIf, ServiceError } from "../rule.ts";
import { kubectlRules as rules } from "./rules.ts";

/** What is done with an object, as messages say it. */
export type Action = "delete" | "read" | "update";

/** A provider block of `alekc/kubectl` at work. */
export class KubectlClient extends ClusterClient {
  /** How often an apply is tried. */
  readonly attempts: number;

  constructor(settings: ConstructorParameters<typeof ClusterClient>[0], attempts: number) {
    super(settings);
    this.attempts = attempts;
  }

  /**
   * The API server, for one object.
   *
   * @throws ServiceError in the provider's words when it cannot be reached
   */
  reach(name: string, action: Action, fieldManager?: string): KubernetesApi {
    try {
      return this.connect(undefined, fieldManager);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const isUnknown = error.rule === accessRules.unauthorized.id;
      const problem = isUnknown ? "the server has asked for the client to provide credentials" : error.message;
      return refuse(rules.noClient, name, action, problem);
    }
  }
}

/** @throws ServiceError when the cluster does not serve the kind: discovery is read anew each time, and nothing is waited for */
export function checkKind({ cluster }: KubernetesApi, manifest: Manifest, action: Action): void {
  const { apiVersion, kind } = manifest;
  refuseIf(servedKind(cluster, manifest) === undefined, rules.unknownKind, nameOf(manifest), action, apiVersion, kind);
}

/** How messages name an object. */
export function nameOf({ metadata }: Pick<Manifest, "metadata">): string {
  return metadata.namespace ? `${metadata.namespace}/${metadata.name}` : metadata.name;
}

/** In whose name the provider writes. */
const fieldManager = "kubectl";

/** How objects of this provider are found again. */
export function kubectlRecovery(surroundings: ClusterSurroundings): Recovery<KubectlClient> {
  return clusterRecovery({ ...surroundings, fieldManager }, (settings) => new KubectlClient(settings, 1));
}

/**
 * The client of a provider block. This provider looks at `KUBECONFIG` too, and at `~/.kube/config` when nothing names a file.
 *
 * @throws ServiceError when nothing says where the cluster is and the provider may not wait for it
 */
export function kubectlClient(
  surroundings: ClusterSurroundings,
  config: Values,
  environment: Readonly<Record<string, string>>,
): KubectlClient {
  const configured = connectionOf(config);
  const { KUBE_CONFIG_PATHS, KUBE_CONFIG_PATH, KUBECONFIG } = environment;
  const named = (KUBE_CONFIG_PATHS || KUBE_CONFIG_PATH || KUBECONFIG || "").split(":").filter(Boolean);
  const loads = config.load_config_file !== false;
  const paths = configured.configPaths.length > 0 ? configured.configPaths : named;
  const settings = { ...surroundings, environment, fieldManager, configured };
  const attempts = Math.max(1, number(config, "apply_retry_count", 1));
  const make = (configPaths: readonly string[]) => new KubectlClient({ ...settings, configPaths }, attempts);
  if (loads && paths.length > 0) return make(paths);
  const isOpen = configured.host === "" && (config.host !== unknown || config.lazy_load !== true);
  if (!isOpen) return make([]);
  refuseIf(config.host === unknown || !loads, rules.notConfigured);
  return defaultFile(make, config.lazy_load === true);
}

/** The file at the usual place, if it is there. */
function defaultFile(make: (paths: readonly string[]) => KubectlClient, mayWait: boolean): KubectlClient {
  const client = make(["~/.kube/config"]);
  try {
    client.connect();
    return client;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (error.rule !== connectionRules.fileMissing.id) return client;
    return mayWait ? make([]) : refuse(rules.notConfigured);
  }
}
