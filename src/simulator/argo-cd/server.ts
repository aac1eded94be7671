import type { Controller, ControllerContext } from "../kubernetes/controller.ts";
import { textMapAt } from "../kubernetes/fields.ts";
import { servedKind } from "../kubernetes/kinds.ts";
import { projectKind } from "./project.ts";
import { readyComponent } from "./running.ts";

/** A project that allows everything. */
const defaultProject = {
  sourceRepos: ["*"],
  destinations: [{ namespace: "*", server: "*" }],
  clusterResourceWhitelist: [{ group: "*", kind: "*" }],
};

const passwordAlphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";

/** What the server makes when it starts: the project `default`, and the password of the first administrator. */
export const argoCdServer: Controller = {
  name: "argocd-server",
  watches: [projectKind, "/Pod"],
  isRunning: (cluster) => readyComponent(cluster, "server") !== undefined,
  reconcile: (context) => {
    const pod = readyComponent(context.cluster, "server");
    const namespace = pod?.metadata.namespace ?? "";
    const started = context.cluster.table<{ readonly uid: string }>("argo-cd-server");
    if (!pod || started.get("started")?.uid === pod.metadata.uid) return;
    started.put("started", { uid: pod.metadata.uid });
    makeDefaults(context, namespace);
  },
};

function makeDefaults({ api, cluster }: ControllerContext, namespace: string): void {
  const apiVersion = "argoproj.io/v1alpha1";
  if (servedKind(cluster, { apiVersion, kind: "AppProject" }) && !api.find(projectKind, "default", namespace)) {
    api.create({ apiVersion, kind: "AppProject", metadata: { name: "default", namespace }, spec: defaultProject });
  }
  // Without the server's own secret there is no first password, and one that was deleted does not come back.
  const settings = api.find("/Secret", "argocd-secret", namespace);
  const data = textMapAt(settings, "data");
  if (!settings || data["admin.password"] !== undefined) return;
  const password = cluster.world.ids.text(16, passwordAlphabet, "argo-cd/admin", [cluster.name]);
  const encoded = (text: string): string => Buffer.from(text).toString("base64");
  const hash = cluster.world.ids.hex(60, "argo-cd/admin-hash", [cluster.name]);
  api.patch(settings, { data: { ...data, "admin.password": encoded(hash) } });
  if (api.find("/Secret", "argocd-initial-admin-secret", namespace)) return;
  api.create({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "argocd-initial-admin-secret", namespace },
    type: "Opaque",
    data: { password: encoded(password) },
  });
}
