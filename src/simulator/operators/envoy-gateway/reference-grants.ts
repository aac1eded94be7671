import type { KubernetesApi } from "../../kubernetes/api.ts";
import { objectsAt, textAt } from "../../kubernetes/fields.ts";
import { kinds } from "./kinds.ts";

/** A reference from one namespace into another. */
interface CrossReference {
  readonly from: { readonly group: string; readonly kind: string; readonly namespace: string };
  readonly to: { readonly group: string; readonly kind: string; readonly namespace: string; readonly name: string };
}

/** Whether a reference is allowed: within a namespace always, into another one by a ReferenceGrant that lies there. */
export function isReferenceAllowed(api: KubernetesApi, { from, to }: CrossReference): boolean {
  if (from.namespace === to.namespace) return true;
  return api.list(kinds.grant, { namespace: to.namespace }).some(
    (grant) =>
      objectsAt(grant.spec, "from").some(
        (entry) =>
          textAt(entry, "group") === from.group &&
          textAt(entry, "kind") === from.kind &&
          textAt(entry, "namespace") === from.namespace,
      ) &&
      objectsAt(grant.spec, "to").some((entry) => {
        const name = textAt(entry, "name");
        return (
          textAt(entry, "group") === to.group && textAt(entry, "kind") === to.kind && (name === "" || name === to.name)
        );
      }),
  );
}
