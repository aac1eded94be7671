import { MemoryRepository } from "../../git/testing/memory-repository.ts";
import { textAt } from "../../kubernetes/fields.ts";
import { conditionOf, type KubernetesObject, type Manifest } from "../../kubernetes/object.ts";
import { type TestCluster, testCluster } from "../../kubernetes/testing/cluster.ts";
import { definition } from "../../kubernetes/testing/manifests.ts";
import type { JsonObject } from "../../world/json.ts";
import { fluxControllers } from "../controllers.ts";
import { fluxKinds } from "../objects.ts";

const kinds = [
  ["source.toolkit.fluxcd.io", "GitRepository", "gitrepositories"],
  ["source.toolkit.fluxcd.io", "OCIRepository", "ocirepositories"],
  ["source.toolkit.fluxcd.io", "HelmRepository", "helmrepositories"],
  ["source.toolkit.fluxcd.io", "HelmChart", "helmcharts"],
  ["source.toolkit.fluxcd.io", "Bucket", "buckets"],
  ["kustomize.toolkit.fluxcd.io", "Kustomization", "kustomizations"],
  ["helm.toolkit.fluxcd.io", "HelmRelease", "helmreleases", "v2"],
  ["notification.toolkit.fluxcd.io", "Receiver", "receivers"],
] as const;

/** A cluster in which Flux runs, a repository that it reads, and short ways to look at its objects. */
export class TestFlux {
  readonly repository = new MemoryRepository();
  readonly test: TestCluster;

  constructor() {
    this.test = testCluster({
      controllers: fluxControllers,
      repositories: this.repository,
      namespaces: ["flux-system", "shop"],
    });
    for (const [group, kind, plural, version = "v1"] of kinds) {
      this.api.create(definition({ group, kind, plural, versions: [version] }));
    }
    for (const name of ["source", "kustomize", "helm", "notification"]) this.start(`${name}-controller`);
  }

  get api() {
    return this.test.api;
  }

  start(name: string): void {
    const pod = this.api.create({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace: "flux-system" },
      spec: { containers: [{ name: "manager", image: `ghcr.io/fluxcd/${name}:v1.5.0` }] },
    });
    this.api.setStatus(pod, { phase: "Running", conditions: [{ type: "Ready", status: "True" }] });
  }

  /** Makes the repository known to Flux. */
  gitRepository(spec: JsonObject = {}): KubernetesObject {
    return this.create("source.toolkit.fluxcd.io/v1", "GitRepository", "platform", {
      url: this.repository.url,
      ref: { branch: "main" },
      interval: "1m",
      ...spec,
    });
  }

  /** A Kustomization of the folder of its name. */
  kustomization(name: string, spec: JsonObject = {}): KubernetesObject {
    return this.create("kustomize.toolkit.fluxcd.io/v1", "Kustomization", name, {
      sourceRef: { kind: "GitRepository", name: "platform" },
      path: `./${name}`,
      interval: "10m",
      retryInterval: "1m",
      prune: true,
      targetNamespace: "shop",
      ...spec,
    });
  }

  create(
    apiVersion: string,
    kind: string,
    name: string,
    spec: JsonObject,
    namespace = "flux-system",
  ): KubernetesObject {
    return this.api.create({ apiVersion, kind, metadata: { name, namespace }, spec } as Manifest);
  }

  run(seconds = 600): void {
    this.test.run(seconds);
  }

  /** The condition Ready of an object as one text: `True ReconciliationSucceeded: Applied revision: …`. */
  ready(kind: keyof typeof fluxKinds, name: string, namespace = "flux-system"): string {
    const object = this.api.find(fluxKinds[kind], name, namespace);
    const condition = object && conditionOf(object, "Ready");
    return condition ? `${condition.status} ${condition.reason}: ${condition.message}` : "";
  }

  names(kind: string, namespace = "shop"): readonly string[] {
    return this.api
      .list(kind, { namespace })
      .map(({ metadata }) => metadata.name)
      .filter((name) => name !== "kube-root-ca.crt" && name !== "default");
  }

  revision(): string {
    return textAt(this.api.find(fluxKinds.gitRepository, "platform", "flux-system")?.status, "artifact.revision");
  }
}
