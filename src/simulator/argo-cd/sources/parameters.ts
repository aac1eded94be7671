import { withSetValue } from "../../helm/set-values.ts";
import type { JsonObject } from "../../world/json.ts";

/** One entry of `helm.parameters`, as in `helm --set`. */
export interface HelmParameter {
  readonly name: string;
  readonly value: string;
  /** Keeps the value a text, as in `helm --set-string`. */
  readonly forceString: boolean;
}

/**
 * Values with a parameter set as `helm --set` does, except that commas are a part of the value.
 * Source: argoproj/argo-cd util/helm/cmd.go.
 *
 * @throws ServiceError for a name or value that Helm cannot parse
 */
export function withParameter(values: JsonObject, { name, value, forceString }: HelmParameter): JsonObject {
  const isList = value.startsWith("{") && value.endsWith("}");
  const text = isList ? value : value.replace(/(?<!\\),/g, "\\,");
  return withSetValue(values, name, text, forceString ? "string" : "auto");
}
