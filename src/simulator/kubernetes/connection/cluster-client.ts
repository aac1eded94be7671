import { formatAddress, parseCidr } from "../../aws/ec2/cidr.ts";
import type { Cluster as EksCluster } from "../../aws/eks/records.ts";
import type { Principal } from "../../aws/principal.ts";
import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import type { Actor } from "../../world/journal.ts";
import type { World } from "../../world/world.ts";
import { checkReach } from "../access/endpoint.ts";
import type { User } from "../access/user.ts";
import { userOf } from "../access/user-of.ts";
import { KubernetesApi } from "../api.ts";
import type { Cluster } from "../cluster.ts";
import type { Clusters } from "../clusters.ts";
import { accessRules } from "../rules/access-rules.ts";
import { runControllers, type Wait, type Waited } from "../run-controllers.ts";
import { execCredentials } from "./exec-credentials.ts";
import { clusterAt, hostName } from "./find-endpoint.ts";
import { withKubeconfig } from "./kubeconfig.ts";
import { connectionRules as rules } from "./rules.ts";
import type { ConfiguredConnection, ConnectionSettings } from "./settings.ts";
import { tokenPrincipal } from "./token-principal.ts";

/** What a provider's client of a cluster is made of. */
export interface ClusterClientSettings {
  readonly world: World;
  readonly actor: Actor;
  readonly clusters: Clusters;
  /** Where the engine runs. */
  readonly folder: string;
  /** The run's environment: credentials of commands, places of files. */
  readonly environment: Readonly<Record<string, string>>;
  /** Public address of the runner; one that every public endpoint lets in when left out. */
  readonly sourceAddress?: string | undefined;
  readonly fieldManager: string;
  readonly configured: ConfiguredConnection;
  /** Kubeconfig files to read. */
  readonly configPaths: readonly string[];
}

/** A request as messages show it. */
export interface Request {
  readonly verb: "Delete" | "Get" | "Patch" | "Post";
  /** For example `/api/v1/namespaces`. */
  readonly path: string;
}

/** A request of discovery, the first that clients make. */
const discovery: Request = { verb: "Get", path: "/api?timeout=32s" };

/**
 * A provider's way into a cluster. Nothing is called before `connect`, which checks each time what the network, TLS and the server's
 * authentication check.
 */
export class ClusterClient {
  readonly settings: ClusterClientSettings;

  constructor(settings: ClusterClientSettings) {
    this.settings = settings;
  }

  get actor(): Actor {
    return this.settings.actor;
  }

  get clusters(): Clusters {
    return this.settings.clusters;
  }

  /**
   * The API server, as the configured user.
   *
   * @param fieldManager in whose name fields are written; the provider's when left out
   * @throws ServiceError when the server cannot be reached or does not know the caller
   */
  connect(request: Request = discovery, fieldManager = this.settings.fieldManager): KubernetesApi {
    const { world, configured, configPaths } = this.settings;
    const connection = withKubeconfig(configured, configPaths, this.settings);
    const { host } = connection;
    const shown = `${request.verb} "${host === "" ? "http://localhost" : host.replace(/\/+$/, "")}${request.path}"`;
    refuseIf(host === "", rules.notConfigured, shown);
    const found = clusterAt(world, host);
    refuseUnless(found, rules.unknownHost, shown, hostName(host));
    const cluster = this.clusters.of(found.place);
    checkReach(cluster, this.settings.sourceAddress ?? addressLetIn(found.record), request.path);
    checkCertificate(found.record, connection, shown);
    return new KubernetesApi(cluster, this.#user(cluster, connection, shown), fieldManager, this.clusters);
  }

  /** Lets the controllers of a cluster work for a while, or until something holds. */
  wait({ cluster }: KubernetesApi, wait: Wait): Waited {
    return runControllers(this.clusters, cluster, this.actor, wait);
  }

  /** Lets the controllers do what they do at once, as after every write that nobody waits for. */
  settle(api: KubernetesApi): void {
    this.wait(api, { seconds: 0 });
  }

  #user(cluster: Cluster, { token, exec }: ConnectionSettings, shown: string): User {
    if (token === "" && exec === null) return { name: "system:anonymous", groups: ["system:unauthenticated"] };
    const principal =
      token === "" && exec ? this.#execPrincipal(cluster, exec, shown) : this.#tokenPrincipal(cluster, token);
    return principal ? userOf(cluster, principal) : refuse(accessRules.unauthorized);
  }

  #tokenPrincipal(cluster: Cluster, token: string): Principal | undefined {
    return tokenPrincipal(this.settings.world, cluster.name, token, cluster.now);
  }

  /** A token for another cluster is no token for this one. */
  #execPrincipal(
    cluster: Cluster,
    exec: NonNullable<ConnectionSettings["exec"]>,
    request: string,
  ): Principal | undefined {
    const { principal, clusterName } = execCredentials(exec, { ...this.settings, request });
    return clusterName === cluster.name ? principal : undefined;
  }
}

/** An address outside of the VPC that the public endpoint lets in, if it is on at all. */
function addressLetIn({ network }: EksCluster): string {
  const range = parseCidr(network.publicAccessCidrs[0] ?? "");
  return range?.family === 4 ? formatAddress(4, range.network) : "198.51.100.1";
}

function checkCertificate(
  record: EksCluster,
  { certificateAuthority, insecure }: ConnectionSettings,
  shown: string,
): void {
  const own = Buffer.from(record.certificateAuthority, "base64").toString("utf8");
  refuseUnless(insecure || certificateAuthority.trim() === own.trim(), rules.certificate, shown);
}
