import type { Environment } from "../../configuration/environment.ts";
import type { PlatformApplication } from "./application.ts";

/** Where everything that GitOps reads of an environment is rendered. */
function gitOpsFolder({ name }: Pick<Environment, "name">): string {
  return `rendered/${name}/gitops`;
}

/** The Applications of an environment: what the root Application applies. */
export function argoCdFolder(environment: Pick<Environment, "name">): string {
  return `${gitOpsFolder(environment)}/argo-cd`;
}

/** The objects of Flux of an environment: what the root Kustomization applies. */
export function fluxFolder(environment: Pick<Environment, "name">): string {
  return `${gitOpsFolder(environment)}/flux`;
}

/** The manifests of an application; with Flux, those that stand beside its release. */
export function manifestFolder(environment: Pick<Environment, "name">, { name }: PlatformApplication): string {
  return `${gitOpsFolder(environment)}/${name}`;
}

/** The release of an application of Flux, with what must be there before it. */
export function releaseFolder(environment: Pick<Environment, "name">, { name }: PlatformApplication): string {
  return `${gitOpsFolder(environment)}/${name}-release`;
}
