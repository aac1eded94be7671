import type { ITerraformDependable } from "cdktn";
import { Construct } from "constructs";
import type { Release } from "../../../.gen/helm/release.js";
import { NamespaceV1 } from "../../../.gen/kubernetes/namespace-v1.js";
import type { ChartVersion } from "../../configuration/versions.ts";
import { fluxNamespace } from "../gitops/flux/kustomization.ts";
import { chartRelease } from "../helm/chart-release.ts";

/** The controllers that the platform has no objects for stay away. */
const fluxValues = {
  imageAutomationController: { create: false },
  imageReflectionController: { create: false },
} as const;

/** Flux in a namespace of its own. */
export class Flux extends Construct {
  readonly release: Release;
  readonly namespace: string;

  constructor(
    scope: Construct,
    id: string,
    props: { readonly chart: ChartVersion; readonly after: readonly ITerraformDependable[] },
  ) {
    super(scope, id);
    this.namespace = new NamespaceV1(this, fluxNamespace, { metadata: { name: fluxNamespace } }).metadata.name;
    this.release = chartRelease(this, "flux", {
      ...props,
      name: "flux2",
      namespace: this.namespace,
      values: fluxValues,
    });
  }
}
