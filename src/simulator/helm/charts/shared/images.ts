import { at, textAt } from "../../../kubernetes/fields.ts";
import type { JsonObject } from "../../../world/json.ts";

/** What an image is made of when the values do not say. */
interface ImageDefaults {
  readonly registry?: string;
  readonly repository?: string;
  readonly tag?: string;
}

/** `<registry>/<repository>:<tag>` from the members `registry`, `repository`, `tag` and `digest` at a path of the values. */
export function imageAt(values: JsonObject, path: string, defaults: ImageDefaults = {}): string {
  const registry = textAt(values, `${path}.registry`) || (defaults.registry ?? "");
  const repository = textAt(values, `${path}.repository`) || (defaults.repository ?? "");
  const written = at(values, `${path}.tag`);
  // A tag such as 16 is a number in YAML.
  const tag = typeof written === "number" ? String(written) : textAt(values, `${path}.tag`) || (defaults.tag ?? "");
  const digest = textAt(values, `${path}.digest`) || textAt(values, `${path}.sha`);
  const name = registry === "" ? repository : `${registry}/${repository}`;
  return `${name}${tag === "" ? "" : `:${tag}`}${digest === "" ? "" : `@${digest}`}`;
}
