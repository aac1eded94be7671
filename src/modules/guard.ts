import type { TerraformMetaArguments } from "cdktn";

/** The engine's refusal to destroy a resource; nothing at all where it is not wanted. */
export function guard(preventDestroy: boolean): Pick<TerraformMetaArguments, "lifecycle"> {
  return preventDestroy ? { lifecycle: { preventDestroy } } : {};
}
