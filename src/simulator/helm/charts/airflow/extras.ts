import { at, objectAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
import { isObject, type Manifest } from "../../../kubernetes/object.ts";
import type { Json, JsonObject } from "../../../world/json.ts";
import { hook } from "../shared/hooks.ts";
import { filledIn } from "../shared/template-text.ts";
import { parsedText } from "../shared/yaml-text.ts";
import { type AirflowRelease, componentMeta } from "./airflow-release.ts";

const template = "airflow/templates/secrets/extra-secrets.yaml";

/** Secrets and ConfigMaps that the values add; hooks of installation and upgrade unless they say `useHelmHooks: false`. */
export function extras(release: AirflowRelease): readonly Manifest[] {
  return [...extraObjects(release, "extraSecrets", "Secret"), ...extraObjects(release, "extraConfigMaps", "ConfigMap")];
}

function extraObjects(release: AirflowRelease, key: string, kind: string): readonly Manifest[] {
  return Object.entries(objectAt(release.values, key)).map(([name, extra]) => {
    const filled = filledIn(name, release.rendering, template);
    const annotations = textMapAt(extra, "annotations");
    const labels = textMapAt(extra, "labels");
    const made: Manifest = {
      apiVersion: "v1",
      kind,
      metadata: componentMeta(release, filled, "airflow", { annotations, labels }),
      ...(kind === "Secret" ? { type: textAt(extra, "type") || "Opaque" } : {}),
      data: textsIn(release, at(extra, "data")),
      ...(kind === "Secret" ? { stringData: textsIn(release, at(extra, "stringData")) } : {}),
    };
    if (at(extra, "useHelmHooks") === false) return made;
    return hook("pre-install,pre-upgrade", made, { weight: 0, deletePolicy: "before-hook-creation" });
  });
}

/**
 * A map, or the text of one.
 *
 * @throws ChartError when the text is no YAML
 */
function textsIn({ rendering }: AirflowRelease, value: Json | undefined): JsonObject {
  const read = typeof value === "string" ? parsedText(filledIn(value, rendering, template), template) : value;
  return isObject(read) ? read : {};
}
