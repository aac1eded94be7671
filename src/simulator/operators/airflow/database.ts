import type { Cluster } from "../../kubernetes/cluster.ts";
import { objectsAt, textAt, textMapAt } from "../../kubernetes/fields.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import { readyEndpoints } from "../../kubernetes/workloads/pods/running.ts";
import type { JsonObject } from "../../world/json.ts";

/** Where the metadata of an Airflow is. */
export interface Database {
  readonly host: string;
  readonly port: string;
  readonly name: string;
}

/** The component of Airflow that a pod runs, as the chart labels it; empty for other pods. */
export function componentOf(pod: KubernetesObject): string {
  const { tier, component = "" } = pod.metadata.labels ?? {};
  return tier === "airflow" ? component : "";
}

/** The database that a pod of Airflow uses; undefined while its Secret says nothing that can be read. */
export function databaseOf(cluster: Cluster, pod: KubernetesObject): Database | undefined {
  const containers = [...objectsAt(pod.spec, "containers"), ...objectsAt(pod.spec, "initContainers")];
  for (const container of containers) {
    const text = connectionIn(cluster, pod.metadata.namespace ?? "", container);
    if (text !== undefined) return parseConnection(text);
  }
  return undefined;
}

function connectionIn(cluster: Cluster, namespace: string, container: JsonObject): string | undefined {
  const variable = objectsAt(container, "env").find(({ name }) => name === "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN");
  if (!variable) return undefined;
  const secret = textAt(variable, "valueFrom.secretKeyRef.name");
  const key = textAt(variable, "valueFrom.secretKeyRef.key");
  const encoded = textMapAt(cluster.store.find("/Secret", namespace, secret), "data")[key];
  return encoded === undefined ? textAt(variable, "value") : Buffer.from(encoded, "base64").toString("utf8");
}

/** Reads `postgresql://user:password@host:port/name?…`; undefined for what is none. */
export function parseConnection(text: string): Database | undefined {
  const [, host, port = "5432", name = ""] = /^[\w+]+:\/\/(?:[^@/]*@)?([^:/?@]+)(?::(\d+))?\/([^?]*)/.exec(text) ?? [];
  return host === undefined ? undefined : { host, port, name };
}

/** Why a database cannot be reached from a namespace, in the words of its client; null when it can. Hosts outside the cluster can. */
export function connectionProblem(cluster: Cluster, namespace: string, { host, port }: Database): string | null {
  const [service = "", serviceNamespace = namespace, zone] = host.split(".");
  if (zone !== undefined && zone !== "svc") return null;
  if (!cluster.store.find("/Service", serviceNamespace, service)) {
    return `(psycopg2.OperationalError) could not translate host name "${host}" to address: Name or service not known`;
  }
  if (readyEndpoints(cluster, { namespace: serviceNamespace, name: service }).length === 0) {
    return `(psycopg2.OperationalError) connection to server at "${host}", port ${port} failed: Connection refused`;
  }
  return null;
}
