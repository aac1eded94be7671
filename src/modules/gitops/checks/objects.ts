import { gitOpsFiles } from "../files.ts";
import { type ApplicationCheck, problemOf } from "./check.ts";
import { isWithoutNamespace } from "./kubernetes-kinds.ts";

/** No object is brought by two applications, which would take it from each other at every sync. */
export const objectsHaveOneOwner: ApplicationCheck = (planned) => {
  const owners = new Map<string, string>();
  return planned.applications.flatMap((application) =>
    gitOpsFiles(planned.environment, [application])
      .flatMap(({ manifests }) => manifests)
      .flatMap(({ kind, metadata }) => {
        const namespace = isWithoutNamespace(kind) ? "" : `${metadata.namespace ?? application.namespace}/`;
        const id = `${kind} ${namespace}${metadata.name}`;
        const owner = owners.get(id);
        owners.set(id, owner ?? application.name);
        if (owner === undefined) return [];
        return [
          problemOf(planned, application, {
            code: "ES0229",
            at: ["manifests", `${kind}/${metadata.name}`],
            problem: `${application.name} brings the ${id}, which ${owner === application.name ? "it brings already" : `${owner} brings too`}.`,
            hint: "Give it another name, or leave it to one of them.",
          }),
        ];
      }),
  );
};
