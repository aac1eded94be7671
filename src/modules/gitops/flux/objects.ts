import type { Environment } from "../../../configuration/environment.ts";
import type { Artifact, PlatformApplication } from "../application.ts";
import { manifestFolder, releaseFolder } from "../folders.ts";
import { type Manifest, manifest } from "../manifest.ts";
import type { OCIRepository } from "./kinds.ts";
import { fluxNamespace, kustomization } from "./kustomization.ts";
import { isSuspended } from "./suspended.ts";

/** The objects by which Flux takes an application: first its release, then the manifests beside it. */
export function fluxObjects(environment: Environment, application: PlatformApplication): Manifest[] {
  const { name, namespace, artifact, chart, manifests } = application;
  if (artifact) return artifactObjects(environment, name, namespace, artifact);
  const release = `${name}-release`;
  return [
    ...(chart
      ? [
          kustomization(environment, {
            name: release,
            path: `./${releaseFolder(environment, application)}`,
            timeout: "30m",
          }),
        ]
      : []),
    ...(manifests.length > 0
      ? [
          kustomization(environment, {
            name,
            path: `./${manifestFolder(environment, application)}`,
            after: chart ? [release] : [],
          }),
        ]
      : []),
  ];
}

function artifactObjects(
  environment: Environment,
  name: string,
  namespace: string,
  { url, tag }: Artifact,
): Manifest[] {
  return [
    manifest<OCIRepository>({
      apiVersion: "source.toolkit.fluxcd.io/v1",
      kind: "OCIRepository",
      metadata: { name, namespace: fluxNamespace },
      spec: { url, ref: { tag }, interval: "12h", suspend: isSuspended(environment) },
    }),
    kustomization(environment, {
      name,
      path: "./",
      source: { kind: "OCIRepository", name },
      targetNamespace: namespace,
    }),
  ];
}
