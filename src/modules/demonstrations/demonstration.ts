import { type PlatformApplication, selfContained } from "../gitops/application.ts";
import type { Manifest } from "../gitops/manifest.ts";
import { type StarNamespaces, starObjects } from "./stars.ts";

/** A demonstration as an application: the four programs, and what keeps them apart as far as git can hold it. */
export function demonstration(
  name: string,
  namespaces: StarNamespaces,
  guards: readonly Manifest[],
): PlatformApplication {
  return {
    ...selfContained,
    name,
    engine: "argo-cd",
    namespace: namespaces.stars,
    otherNamespaces: [namespaces.client, namespaces.observer],
    project: "demonstrations",
    wave: 1,
    manifests: [...guards, ...starObjects(namespaces)],
  };
}
