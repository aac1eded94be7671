import type { IApplication } from "@kubernetes-models/argo-cd/argoproj.io/v1alpha1/Application";
import type { Environment } from "../../../configuration/environment.ts";
import type { PlatformApplication } from "../application.ts";
import { argoCdFolder, manifestFolder } from "../folders.ts";
import { type Manifest, manifest } from "../manifest.ts";
import { chartSource } from "./addresses.ts";
import { argoCdNamespace, cascade, ownCluster, rootName, waveAnnotation } from "./names.ts";
import { syncPolicy } from "./sync-policy.ts";

/** The Application by which Argo CD takes an application: its chart with its values, and the manifests in git. */
export function argoCdApplication(environment: Environment, application: PlatformApplication): Manifest {
  const { name, namespace, project, wave, ignoredDifferences = [] } = application;
  return manifest<IApplication>({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: {
      name,
      namespace: argoCdNamespace,
      annotations: { [waveAnnotation]: `${wave}` },
      finalizers: [cascade],
    },
    spec: {
      project,
      destination: { server: ownCluster, namespace },
      sources: sourcesOf(environment, application),
      syncPolicy: syncPolicy(environment),
      ...(ignoredDifferences.length > 0
        ? {
            ignoreDifferences: ignoredDifferences.map(({ group, kind, pointers }) => ({
              group,
              kind,
              jsonPointers: [...pointers],
            })),
          }
        : {}),
    },
  });
}

type Source = NonNullable<IApplication["spec"]["sources"]>[number];

function sourcesOf(environment: Environment, application: PlatformApplication): Source[] {
  const { chart, manifests, prerequisites = [] } = application;
  return [
    ...(chart ? [{ ...chartSource(chart), helm: { releaseName: chart.release, valuesObject: chart.values } }] : []),
    ...(manifests.length + prerequisites.length > 0
      ? [gitSource(environment, manifestFolder(environment, application))]
      : []),
  ];
}

function gitSource({ repository, gitOps }: Environment, path: string): Source {
  return { repoURL: repository, targetRevision: gitOps.revision, path };
}

/** The one Application that the deployments stack makes: it brings all others, wave by wave. */
export function rootApplication(environment: Environment): Manifest {
  return manifest<IApplication>({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name: rootName, namespace: argoCdNamespace, finalizers: [cascade] },
    spec: {
      project: rootName,
      destination: { server: ownCluster, namespace: argoCdNamespace },
      source: gitSource(environment, argoCdFolder(environment)),
      syncPolicy: syncPolicy(environment),
    },
  });
}
