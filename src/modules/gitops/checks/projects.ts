import { isTree } from "../../../charts/value-tree.ts";
import { appProjects } from "../argo-cd/projects.ts";
import { type ApplicationCheck, problemOf } from "./check.ts";
import { isBuiltIn, isWithoutNamespace } from "./kubernetes-kinds.ts";

/** Objects without a namespace are of kinds that the project of their application permits: Argo CD would refuse them. */
export const projectsPermit: ApplicationCheck = (planned) => {
  const permitted = new Map(
    appProjects(planned.environment, planned.applications).map(({ metadata, spec }) => [
      metadata.name,
      isTree(spec) && Array.isArray(spec.clusterResourceWhitelist)
        ? (spec.clusterResourceWhitelist as { group: string; kind: string }[])
        : [],
    ]),
  );
  return planned.applications
    .filter(({ engine }) => engine === "argo-cd")
    .flatMap((application) =>
      [...(application.prerequisites ?? []), ...application.manifests]
        .filter(({ kind }) => isWithoutNamespace(kind))
        .filter(({ apiVersion, kind }) => {
          const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
          return !(permitted.get(application.project) ?? []).some(
            (allowed) => allowed.group === group && (allowed.kind === kind || allowed.kind === "*"),
          );
        })
        .map(({ apiVersion, kind, metadata }) =>
          problemOf(planned, application, {
            code: "ES0230",
            at: ["manifests", `${kind}/${metadata.name}`],
            problem: `The project ${application.project} permits no ${kind}${isBuiltIn(apiVersion, kind) ? "" : ` of ${apiVersion}`}: Argo CD would refuse ${metadata.name}.`,
            hint: "Permit the kind in src/modules/gitops/argo-cd/projects.ts, or leave the object out.",
          }),
        ),
    );
};
