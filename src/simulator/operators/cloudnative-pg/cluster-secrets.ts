import type { ControllerContext } from "../../kubernetes/controller.ts";
import { textAt } from "../../kubernetes/fields.ts";
import { ownedBy } from "../../kubernetes/object.ts";
import { encoded, pem } from "../key-material.ts";
import { isAtLeast } from "../operator-pod.ts";
import type { ClusterView } from "./cluster-view.ts";
import { labels } from "./kinds.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** The secrets that the operator makes for a Cluster: authorities, certificates, and who may log in. */
export function keepSecrets(context: ControllerContext, view: ClusterView): void {
  const { name, namespace } = view;
  const key = (ending: string) => pem(context.cluster, "EC PRIVATE KEY", [namespace, name, ending]);
  const certificate = (ending: string) => pem(context.cluster, "CERTIFICATE", [namespace, name, ending]);
  const pair = (ending: string) => ({ "tls.crt": certificate(ending), "tls.key": key(ending) });
  keep(context, view, `${name}-ca`, "Opaque", () => ({ "ca.crt": certificate("ca"), "ca.key": key("ca") }));
  keep(context, view, `${name}-server`, "kubernetes.io/tls", () => pair("server"));
  keep(context, view, `${name}-replication`, "kubernetes.io/tls", () => pair("replication"));
  if (view.makesAppSecret) {
    keep(context, view, view.appSecret, "kubernetes.io/basic-auth", () =>
      login(context, view, view.owner, view.database),
    );
  }
  const named = textAt(view.object.spec, "superuserSecret.name");
  if (view.hasSuperuser && named === "") {
    keep(context, view, `${name}-superuser`, "kubernetes.io/basic-auth", () => login(context, view, "postgres", "*"));
  }
}

function keep(
  { api }: ControllerContext,
  { object, name: cluster, namespace }: ClusterView,
  name: string,
  type: string,
  texts: () => Readonly<Record<string, string>>,
): void {
  if (api.find("/Secret", name, namespace)) return;
  const ownerReferences = [ownedBy(object)];
  const secretLabels = { [labels.cluster]: cluster, "cnpg.io/reload": "true" };
  api.create({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace, labels: secretLabels, ownerReferences },
    type,
    data: encoded(texts()),
  });
}

/** Keys of a secret for applications. Source: CloudNativePG, docs/src/applications.md. */
function login(
  { cluster }: ControllerContext,
  { name, namespace, version }: ClusterView,
  user: string,
  database: string,
): Readonly<Record<string, string>> {
  const password = cluster.world.ids.text(64, alphabet, "cnpg/password", [cluster.name, namespace, name, user]);
  const host = `${name}-rw`;
  const full = `${host}.${namespace}.svc.cluster.local`;
  const uri = (server: string) => `postgresql://${user}:${password}@${server}:5432/${database}`;
  const jdbc = (server: string) => `jdbc:postgresql://${server}:5432/${database}?password=${password}&user=${user}`;
  const withNamespace = `${host}.${namespace}`;
  return {
    username: user,
    user,
    password,
    dbname: database,
    host,
    port: "5432",
    uri: uri(withNamespace),
    "jdbc-uri": jdbc(withNamespace),
    pgpass: `${host}:5432:${database}:${user}:${password}\n`,
    ...(isAtLeast(version, 1, 26) ? { "fqdn-uri": uri(full), "fqdn-jdbc-uri": jdbc(full) } : {}),
  };
}
