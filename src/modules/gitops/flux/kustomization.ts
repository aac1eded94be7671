import type { IKustomization } from "@kubernetes-models/flux-cd/kustomize.toolkit.fluxcd.io/v1/Kustomization";
import type { IGitRepository } from "@kubernetes-models/flux-cd/source.toolkit.fluxcd.io/v1/GitRepository";
import type { Environment } from "../../../configuration/environment.ts";
import { fluxFolder } from "../folders.ts";
import { type Manifest, manifest } from "../manifest.ts";
import { revisionKind } from "../revision.ts";
import { isSuspended } from "./suspended.ts";

/** Where Flux and its objects live. */
export const fluxNamespace = "flux-system";

/** The repository of the platform, and the Kustomization that brings all others. */
const rootName = "platform";

/** With the field of Flux 2.5 that the published types do not know yet. */
type Kustomization = IKustomization & { spec: { deletionPolicy: "WaitForTermination" } };

/** What a Kustomization is made of beyond what all have. */
interface KustomizationSettings {
  readonly name: string;
  readonly path: string;
  readonly source?: { readonly kind: "GitRepository" | "OCIRepository"; readonly name: string };
  /** Names of Kustomizations that are ready before. */
  readonly after?: readonly string[];
  readonly timeout?: string;
  /** Namespace of whatever names none. */
  readonly targetNamespace?: string;
}

/**
 * Applies a folder, and waits until all in it is healthy. What is removed from git goes where pruning is on; what the Kustomization
 * brought goes with it in any case.
 */
export function kustomization(environment: Environment, settings: KustomizationSettings): Manifest {
  const { name, path, source, after = [], timeout = "5m", targetNamespace } = settings;
  return manifest<Kustomization>({
    apiVersion: "kustomize.toolkit.fluxcd.io/v1",
    kind: "Kustomization",
    metadata: { name, namespace: fluxNamespace },
    spec: {
      sourceRef: source ?? { kind: "GitRepository", name: rootName },
      path,
      interval: "10m",
      retryInterval: "1m",
      timeout,
      wait: true,
      prune: environment.gitOps.prune,
      deletionPolicy: "WaitForTermination",
      suspend: isSuspended(environment),
      ...(targetNamespace === undefined ? {} : { targetNamespace }),
      ...(after.length > 0 ? { dependsOn: after.map((dependency) => ({ name: dependency })) } : {}),
    },
  });
}

/** The platform's repository as Flux reads it: made by the deployments stack, before {@link rootKustomization}. */
export function rootSource({ repository, gitOps }: Environment): Manifest {
  return manifest<IGitRepository>({
    apiVersion: "source.toolkit.fluxcd.io/v1",
    kind: "GitRepository",
    metadata: { name: rootName, namespace: fluxNamespace },
    spec: {
      url: repository,
      ref: { [revisionKind(gitOps.revision)]: gitOps.revision },
      interval: "1m",
      // Only what Flux applies: a change elsewhere is no new revision of it.
      ignore: "/*\n!/rendered/\n",
    },
  });
}

/** The one Kustomization that the deployments stack makes: it brings all others, each of which waits by itself. */
export function rootKustomization(environment: Environment): Manifest {
  return kustomization(environment, { name: rootName, path: `./${fluxFolder(environment)}`, timeout: "30m" });
}
