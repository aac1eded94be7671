import type { Cluster } from "../../kubernetes/cluster.ts";
import { textMapAt } from "../../kubernetes/fields.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import { podSpecOf } from "../../kubernetes/workloads/pods/pod-types.ts";
import { readyEndpoints } from "../../kubernetes/workloads/pods/running.ts";
import { installation, labels } from "./kinds.ts";

/** How a program of SigNoz finds ClickHouse, by its environment. */
export interface Database {
  readonly host: string;
  readonly port: string;
  readonly user: string;
  /** Empty when it comes from a secret, or is not set. */
  readonly password: string;
}

/** The variables are the same in every container of a pod. */
export function databaseOf(pod: KubernetesObject): Database {
  const { containers, initContainers } = podSpecOf(pod);
  const variables = new Map(
    [...containers, ...initContainers].flatMap(({ env }) => env.map(({ name, value }) => [name, value] as const)),
  );
  const text = (name: string): string => variables.get(name) ?? "";
  return {
    host: text("CLICKHOUSE_HOST"),
    port: text("CLICKHOUSE_PORT") || "9000",
    user: text("CLICKHOUSE_USER"),
    password: text("CLICKHOUSE_PASSWORD"),
  };
}

/** Why a program does not get into its database; null when it does. A host outside of the cluster is taken to answer. */
export function connectionProblem(cluster: Cluster, pod: KubernetesObject): string | null {
  const { host, port, user, password } = databaseOf(pod);
  const namespace = pod.metadata.namespace ?? "";
  if (host === "" || host.includes(".")) return null;
  const servers = readyEndpoints(cluster, { namespace, name: host });
  if (!cluster.store.find("/Service", namespace, host))
    return `dial tcp: lookup ${host} on 172.20.0.10:53: no such host`;
  if (servers.length === 0) return `dial tcp: ${host}:${port}: connect: connection refused`;
  const name = servers[0]?.metadata.labels?.[labels.installation] ?? "";
  const users = textMapAt(cluster.store.find(installation, namespace, name)?.spec, "configuration.users");
  const known = users[`${user}/password`];
  if (password === "" || known === undefined || known === password) return null;
  return `code: 516, message: ${user}: Authentication failed: password is incorrect, or there is no user with such name.`;
}
