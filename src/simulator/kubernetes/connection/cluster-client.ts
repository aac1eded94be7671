import { contains, parseCidr } from "../../aws/ec2/cidr.ts";
import { ec2Tables, type NetworkInterface } from "../../aws/ec2/records.ts";
import type { Cluster as EksCluster } from "../../aws/eks/records.ts";
import type { Principal } from "../../aws/principal.ts";
import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import type { Actor } from "../../world/journal.ts";
import type { World } from "../../world/world.ts";
import { KubernetesApi, type User } from "../api.ts";
import type { Cluster } from "../cluster.ts";
import type { Clusters } from "../clusters.ts";
import { runControllers, type Wait, type Waited } from "../run-controllers.ts";
import { userOf } from "./access.ts";
import { execCredentials } from "./exec-credentials.ts";
import { clusterAt, hostName, publicAddressOf } from "./find-endpoint.ts";
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
    this.#checkNetwork(found.record, shown);
    checkCertificate(found.record, connection, shown);
    const cluster = this.clusters.of(found.place);
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

  #checkNetwork(record: EksCluster, shown: string): void {
    const { endpoint, network } = record;
    if (!network.endpointPublicAccess) {
      refuse(rules.unreachable, shown, this.#privateAddress(record));
    }
    const { sourceAddress } = this.settings;
    const isLetIn = sourceAddress === undefined || network.publicAccessCidrs.some((cidr) => holds(cidr, sourceAddress));
    refuseUnless(isLetIn, rules.unreachable, shown, publicAddressOf(hostName(endpoint)));
  }

  /** Without a public endpoint the name leads into the VPC, where runners outside of it do not get. */
  #privateAddress({ networkInterfaceIds, arn }: EksCluster): string {
    const [, , , region = "", account = ""] = arn.split(":");
    const cluster = this.clusters.of({ account, region, name: "" });
    const [id = ""] = networkInterfaceIds;
    return (
      cluster.awsOf(this.actor).table<NetworkInterface>(ec2Tables.networkInterface).get(id)?.privateIp ?? "10.0.0.10"
    );
  }

  #user(cluster: Cluster, { token, exec }: ConnectionSettings, shown: string): User {
    if (token === "" && exec === null) return { name: "system:anonymous", groups: ["system:unauthenticated"] };
    const principal =
      token === "" && exec ? this.#execPrincipal(cluster, exec, shown) : this.#tokenPrincipal(cluster, token);
    const user = principal && userOf(cluster, principal, this.actor);
    return user ?? refuse(rules.unauthorized);
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

function holds(cidr: string, address: string): boolean {
  const [outer, inner] = [parseCidr(cidr), parseCidr(`${address}/32`)];
  return outer !== undefined && inner !== undefined && contains(outer, inner);
}

function checkCertificate(
  record: EksCluster,
  { certificateAuthority, insecure }: ConnectionSettings,
  shown: string,
): void {
  const own = Buffer.from(record.certificateAuthority, "base64").toString("utf8");
  refuseUnless(insecure || certificateAuthority.trim() === own.trim(), rules.certificate, shown);
}
