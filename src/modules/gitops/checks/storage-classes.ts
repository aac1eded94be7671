import { isTree } from "../../../charts/value-tree.ts";
import { defaultStorageClassName } from "../../storage-class/default-storage-class.ts";
import type { Data } from "../manifest.ts";
import { type ApplicationCheck, problemOf } from "./check.ts";

/** A storage class that a value or a manifest names, and where. */
interface Named {
  readonly path: readonly string[];
  readonly name: string;
}

/** Volumes are asked for of a class that the deployments stack makes: claims of another one would wait for ever. */
export const storageClassesExist: ApplicationCheck = (planned) =>
  planned.applications.flatMap((application) => {
    const { chart, manifests, prerequisites = [] } = application;
    const named = [
      ...namedClasses(chart?.values, ["values"]),
      ...[...prerequisites, ...manifests].flatMap((object) =>
        namedClasses(object, [object.kind, object.metadata.name]),
      ),
    ];
    return named
      .filter(({ name }) => name !== defaultStorageClassName)
      .map(({ path, name }) =>
        problemOf(planned, application, {
          code: "ES0223",
          at: path,
          problem: `${application.name} uses the storage class ${name}, which nobody writes.`,
          hint: `The deployments stack writes the storage class ${defaultStorageClassName}, which claims get that name none.`,
        }),
      );
  });

/** `-` in the values of a chart asks for no class. */
const noClass: ReadonlySet<unknown> = new Set(["", "-"]);

function namedClasses(data: Data | undefined, path: readonly string[]): Named[] {
  if (Array.isArray(data)) return data.flatMap((item, index) => namedClasses(item, [...path, String(index)]));
  if (!isTree(data)) return [];
  return Object.entries(data).flatMap(([key, value]): Named[] => {
    const at = [...path, key];
    if (!/^storageClass(Name)?$/.test(key) || typeof value !== "string") return namedClasses(value as Data, at);
    return noClass.has(value) ? [] : [{ path: at, name: value }];
  });
}
