import { flagAt, textAt } from "../../../kubernetes/fields.ts";
import type { Scope } from "../shared/scope.ts";

/** Service account of a part of the stack; `default` when the chart makes none and nobody names one. */
export function accountName({ values, fullName }: Scope): string {
  return textAt(values, "serviceAccount.name") || (flagAt(values, "serviceAccount.create") ? fullName : "default");
}
