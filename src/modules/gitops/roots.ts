import type { ITerraformDependable } from "cdktn";
import { Construct } from "constructs";
import { stringify } from "yaml";
import { Manifest as AppliedManifest } from "../../../.gen/kubectl/manifest.js";
import { literal } from "../engine-text.ts";
import type { Manifest } from "./manifest.ts";

export interface GitOpsRootsProps {
  /** Argo CD, which knows the kinds of its objects. */
  readonly argoCd: ITerraformDependable;
  /** Flux, as above, and what it begins with; left out where no application is its own. */
  readonly flux:
    | {
        readonly release: ITerraformDependable;
        readonly rootSource: Manifest;
        readonly rootKustomization: Manifest;
      }
    | undefined;
  readonly appProjects: readonly Manifest[];
  readonly rootApplication: Manifest;
  /** What must stand before any application is brought, and until the last of them is gone. */
  readonly after: readonly ITerraformDependable[];
}

/** How long the removal of everything that a root brought may take. */
const longestRemoval = "45m";

/**
 * The few objects by which the two engines find everything else in git. Removing a root waits until all that it brought is gone, while
 * the controllers that clean up behind it still run.
 */
export class GitOpsRoots extends Construct {
  constructor(scope: Construct, id: string, props: GitOpsRootsProps) {
    super(scope, id);
    const { argoCd, flux, after } = props;
    const projects = props.appProjects.map((project) =>
      this.#applied(`project-${project.metadata.name}`, project, [argoCd]),
    );
    this.#applied("root-application", props.rootApplication, [...projects, ...after]);
    if (!flux) return;
    const source = this.#applied("root-source", flux.rootSource, [flux.release]);
    this.#applied("root-kustomization", flux.rootKustomization, [source, ...after]);
  }

  #applied(id: string, manifest: Manifest, after: readonly ITerraformDependable[]): AppliedManifest {
    return new AppliedManifest(this, id, {
      yamlBody: literal(stringify(manifest, { lineWidth: 0, sortMapEntries: true })),
      serverSideApply: true,
      wait: true,
      timeouts: { delete: longestRemoval },
      dependsOn: [...after],
    });
  }
}
