import type { Manifest } from "../../../kubernetes/object.ts";

interface HookOptions {
  readonly weight?: number;
  /** For example `before-hook-creation,hook-succeeded`. */
  readonly deletePolicy?: string;
}

/** Makes an object a hook of Helm: `pre-install,pre-upgrade` and the like. */
export function hook(when: string, object: Manifest, { weight, deletePolicy }: HookOptions = {}): Manifest {
  const annotations = { ...object.metadata.annotations, ...hookAnnotations(when, { weight, deletePolicy }) };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** The annotations of a hook. */
export function hookAnnotations(
  when: string,
  { weight, deletePolicy }: { readonly weight?: number | undefined; readonly deletePolicy?: string | undefined },
): Readonly<Record<string, string>> {
  return {
    "helm.sh/hook": when,
    ...(weight === undefined ? {} : { "helm.sh/hook-weight": String(weight) }),
    ...(deletePolicy === undefined ? {} : { "helm.sh/hook-delete-policy": deletePolicy }),
  };
}

/** Makes Helm leave an object alone when it is uninstalled. */
export const keep = { "helm.sh/resource-policy": "keep" };
