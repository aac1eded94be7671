import { isObject } from "../../kubernetes/object.ts";
import type { Json, JsonObject } from "../../world/json.ts";

/** One entry of `helm.parameters`, as in `helm --set`. */
export interface HelmParameter {
  readonly name: string;
  readonly value: string;
  /** Keeps the value a text, as in `helm --set-string`. */
  readonly forceString: boolean;
}

/** Values with a parameter set: dots lead into maps, `[0]` into lists, and a backslash keeps a dot in a name. */
export function withParameter(values: JsonObject, { name, value, forceString }: HelmParameter): JsonObject {
  return setAt(values, pathOf(name), forceString ? value : typed(value)) as JsonObject;
}

type Step = string | number;

function pathOf(name: string): readonly Step[] {
  return [...name.matchAll(/((?:\\.|[^.[\]\\])+)|\[(\d+)\]/g)].map(([, key, index]) =>
    index === undefined ? (key ?? "").replace(/\\(.)/g, "$1") : Number(index),
  );
}

function setAt(value: Json | undefined, path: readonly Step[], leaf: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return leaf;
  if (typeof step === "number") {
    const list: Json[] = Array.isArray(value) ? [...value] : [];
    while (list.length <= step) list.push(null);
    return list.with(step, setAt(list[step], rest, leaf));
  }
  const map = isObject(value) ? value : {};
  return { ...map, [step]: setAt(map[step], rest, leaf) };
}

/** How Helm reads the text of a parameter. */
function typed(text: string): Json {
  if (text === "true") return true;
  if (text === "false") return false;
  if (text === "null") return null;
  return /^(0|-?[1-9]\d*)$/.test(text) ? Number(text) : text;
}
