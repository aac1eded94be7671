import type { Environment } from "../../configuration/environment.ts";
import type { PlatformApplication } from "./application.ts";
import { argoCdApplication } from "./argo-cd/application.ts";
import { waveAnnotation } from "./argo-cd/names.ts";
import { fluxObjects } from "./flux/objects.ts";
import { helmRelease } from "./flux/release.ts";
import { argoCdFolder, fluxFolder, manifestFolder, releaseFolder } from "./folders.ts";
import type { Manifest } from "./manifest.ts";

/** A file that Argo CD or Flux reads. */
export interface GitOpsFile {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly manifests: readonly Manifest[];
}

/** Every file below `rendered/<environment>/gitops/`. */
export function gitOpsFiles(environment: Environment, applications: readonly PlatformApplication[]): GitOpsFile[] {
  return applications.flatMap((application) =>
    application.engine === "argo-cd" ? argoCdFiles(environment, application) : fluxFiles(environment, application),
  );
}

function argoCdFiles(environment: Environment, application: PlatformApplication): GitOpsFile[] {
  const { name, chart, manifests, prerequisites = [] } = application;
  const folder = manifestFolder(environment, application);
  return [
    { path: `${argoCdFolder(environment)}/${name}.yaml`, manifests: [argoCdApplication(environment, application)] },
    ...prerequisites.map((object) => oneFile(folder, inWave(object, -1))),
    ...manifests.map((object) => oneFile(folder, chart ? inWave(object, 1) : object)),
  ];
}

function fluxFiles(environment: Environment, application: PlatformApplication): GitOpsFile[] {
  const { name, chart, manifests, prerequisites = [] } = application;
  const release = chart ? [...prerequisites, ...helmRelease(environment, application, chart)] : [];
  return [
    { path: `${fluxFolder(environment)}/${name}.yaml`, manifests: fluxObjects(environment, application) },
    ...release.map((object) => oneFile(releaseFolder(environment, application), object)),
    ...manifests.map((object) => oneFile(manifestFolder(environment, application), object)),
  ];
}

/** One object, in a file called after its kind and name. */
function oneFile(folder: string, object: Manifest): GitOpsFile {
  return { path: `${folder}/${object.kind.toLowerCase()}-${object.metadata.name}.yaml`, manifests: [object] };
}

/** The object in a wave of its Application's sync: what a chart brings is in wave 0. */
function inWave(object: Manifest, wave: number): Manifest {
  const { metadata } = object;
  return {
    ...object,
    metadata: { ...metadata, annotations: { ...metadata.annotations, [waveAnnotation]: `${wave}` } },
  };
}
