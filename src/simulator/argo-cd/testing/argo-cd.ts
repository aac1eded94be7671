import { MemoryRepository } from "../../git/testing/memory-repository.ts";
import type { Controller } from "../../kubernetes/controller.ts";
import { objectsAt, textAt } from "../../kubernetes/fields.ts";
import { type KubernetesObject, kindKey, type Manifest } from "../../kubernetes/object.ts";
import { type TestCluster, testCluster } from "../../kubernetes/testing/cluster.ts";
import { definition } from "../../kubernetes/testing/manifests.ts";
import type { JsonObject } from "../../world/json.ts";
import { applicationKind } from "../application.ts";
import { argoCdControllers } from "../controllers.ts";

const kinds = [
  ["Application", "applications"],
  ["AppProject", "appprojects"],
] as const;

/** A cluster in which Argo CD runs, a repository that its Applications read, and short ways to look at them. */
export class TestArgoCd {
  readonly repository = new MemoryRepository();
  readonly test: TestCluster;

  /** @param others controllers that work beside Argo CD; what it brings stays as it is when left out */
  constructor(others: readonly Controller[] = []) {
    this.test = testCluster({
      controllers: [...argoCdControllers, ...others],
      repositories: this.repository,
      namespaces: ["argocd", "shop"],
    });
    for (const [kind, plural] of kinds) {
      this.test.api.create(definition({ group: "argoproj.io", kind, plural, versions: ["v1alpha1"] }));
    }
    for (const component of ["application-controller", "repo-server", "server"]) this.start(component);
  }

  get api() {
    return this.test.api;
  }

  /** Makes the pod of a component ready. */
  start(component: string): void {
    const pod = this.api.create({
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        name: `argocd-${component}`,
        namespace: "argocd",
        labels: { "app.kubernetes.io/name": `argocd-${component}` },
      },
      spec: { containers: [{ name: component, image: "quay.io/argoproj/argocd:v3.4.4" }] },
    });
    this.api.setStatus(pod, { phase: "Running", conditions: [{ type: "Ready", status: "True" }] });
  }

  stop(component: string): void {
    const pod = this.api.find("/Pod", `argocd-${component}`, "argocd");
    if (pod) this.api.delete(pod);
    const left = this.api.find("/Pod", `argocd-${component}`, "argocd");
    if (left) this.api.setStatus(left, { phase: "Failed", conditions: [] });
  }

  /** An Application that syncs the folder of its name into the namespace `shop` by itself, with changes. */
  application(name: string, spec: JsonObject = {}, metadata: JsonObject = {}): KubernetesObject {
    return this.api.create({
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Application",
      metadata: { name, namespace: "argocd", ...metadata },
      spec: {
        project: "default",
        source: { repoURL: this.repository.url, path: name, targetRevision: "main" },
        destination: { server: "https://kubernetes.default.svc", namespace: "shop" },
        syncPolicy: { automated: {} },
        ...spec,
      },
    } as Manifest);
  }

  project(name: string, spec: JsonObject): void {
    this.api.create({
      apiVersion: "argoproj.io/v1alpha1",
      kind: "AppProject",
      metadata: { name, namespace: "argocd" },
      spec,
    });
  }

  /** Lets Argo CD work for so many seconds. */
  run(seconds = 600): void {
    this.test.run(seconds);
  }

  find(name: string): KubernetesObject | undefined {
    return this.api.find(applicationKind, name, "argocd");
  }

  /** What the Application says of itself. */
  status(name: string) {
    const status = this.find(name)?.status;
    return {
      sync: textAt(status, "sync.status"),
      health: textAt(status, "health.status"),
      phase: textAt(status, "operationState.phase"),
      message: textAt(status, "operationState.message"),
      conditions: objectsAt(status, "conditions").map((one) => `${one.type}: ${one.message}`),
    };
  }

  /** The objects of a kind in the namespace `shop`, by name. */
  names(kind: string, namespace = "shop"): readonly string[] {
    return this.api
      .list(kind, { namespace })
      .map(({ metadata }) => metadata.name)
      .filter((name) => name !== "kube-root-ca.crt" && name !== "default");
  }

  /** Makes a Deployment, Job or other object healthy as its own controller would. */
  makeHealthy(kind: string, name: string, namespace = "shop"): void {
    const object = this.api.find(kind, name, namespace);
    if (!object) throw new RangeError(`no ${kind} ${name}`);
    const status =
      kindKey(object) === "batch/Job"
        ? { conditions: [{ type: "Complete", status: "True" }] }
        : { observedGeneration: object.metadata.generation, replicas: 1, updatedReplicas: 1, availableReplicas: 1 };
    this.api.setStatus(object, status);
  }
}

/** A ConfigMap, in whatever namespace its Application goes to. */
export function configMap(
  name: string,
  data: JsonObject = {},
  annotations: Readonly<Record<string, string>> = {},
): Manifest {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, annotations }, data };
}

/** A Deployment of one replica, in such a namespace. */
export function deployment(name: string, annotations: Readonly<Record<string, string>> = {}): Manifest {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [{ name, image: "nginx:1.27" }] } };
  const spec = { replicas: 1, selector: { matchLabels: labels }, template };
  return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name, annotations }, spec };
}

/** A Job, in such a namespace. */
export function job(name: string, annotations: Readonly<Record<string, string>> = {}): Manifest {
  const spec = { template: { spec: { restartPolicy: "Never", containers: [{ name, image: "busybox:1.37" }] } } };
  return { apiVersion: "batch/v1", kind: "Job", metadata: { name, annotations }, spec };
}

/** Annotation of a sync wave. */
export function wave(number: number): Readonly<Record<string, string>> {
  return { "argocd.argoproj.io/sync-wave": String(number) };
}

/** Annotation of a hook. */
export function hook(type: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return { "argocd.argoproj.io/hook": type, ...more };
}
