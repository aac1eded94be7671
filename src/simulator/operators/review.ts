import type { Manifest } from "../kubernetes/object.ts";
import { type Rule, rule } from "../rule.ts";

interface Denial<Details extends readonly unknown[]> {
  readonly id: string;
  readonly operation: string;
  readonly message: (...details: Details) => string;
  readonly source: string;
}

/** A rule of a webhook. */
export function denial<Details extends readonly unknown[]>(
  webhook: string,
  { id, operation, message, source }: Denial<Details>,
  status: { readonly code: string; readonly http: number } = { code: "Invalid", http: 422 },
): Rule<Details> {
  return rule<Details>({
    id,
    operation,
    ...status,
    message: (...details) => `admission webhook "${webhook}" denied the request: ${message(...details)}`,
    source,
  });
}

/** How objects are named in refusals: `Gateway.gateway.networking.k8s.io "eg"`. */
export function subjectOf({ apiVersion, kind, metadata }: Manifest): string {
  const group = apiVersion.includes("/") ? `.${apiVersion.slice(0, apiVersion.indexOf("/"))}` : "";
  return `${kind}${group} "${metadata.name}"`;
}

/** A rule that a CustomResourceDefinition holds; the subject is that of `subjectOf`. */
export function definitionRule<Details extends readonly unknown[]>({
  id,
  operation,
  message,
  source,
}: Denial<Details>): Rule<[subject: string, ...Details]> {
  return rule<[subject: string, ...Details]>({
    id,
    operation,
    code: "Invalid",
    http: 422,
    message: (subject, ...details) => `${subject} is invalid: ${message(...details)}`,
    source,
  });
}
