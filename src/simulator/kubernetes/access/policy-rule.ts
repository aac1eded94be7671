import type { Kind } from "../kinds.ts";

/** What is done with objects, of the verbs of RBAC. */
export type Verb = "get" | "list" | "create" | "update" | "patch" | "delete";

/** What somebody wants to do. */
export interface Attempt {
  readonly verb: Verb;
  readonly kind: Pick<Kind, "group" | "kind" | "plural" | "namespaced">;
  /** For example `status`. */
  readonly subresource?: string;
  /** Undefined for the whole cluster. */
  readonly namespace?: string | undefined;
  /** Undefined when it is about no single object. */
  readonly name?: string | undefined;
}

/** Verbs on resources, as a rule of a role says them; `*` is any. */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** Whether a rule allows an attempt; `*` covers subresources too. */
export function covers({ apiGroups, resources, verbs }: PolicyRule, { kind, verb, subresource }: Attempt): boolean {
  const resource = subresource ? `${kind.plural}/${subresource}` : kind.plural;
  const has = (list: readonly string[], wanted: string) => list.includes("*") || list.includes(wanted);
  const isNamed = has(resources, resource) || (subresource !== undefined && resources.includes(`*/${subresource}`));
  return isNamed && has(apiGroups, kind.group) && has(verbs, verb);
}
