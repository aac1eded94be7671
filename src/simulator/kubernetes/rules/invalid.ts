import { type Rule, rule } from "../../rule.ts";

/** A rule of validation. The subject is `Deployment.apps "web"`; the problem begins with the path of the field. */
export type InvalidRule = Rule<[subject: string, problem: string]>;

const errors = "apimachinery, pkg/api/errors/errors.go";

/** A rule of validation: status 422, reason `Invalid`. */
export function invalid(id: string, operation: "create" | "update", source: string): InvalidRule {
  return rule<[subject: string, problem: string]>({
    id: `kubernetes/${id}`,
    operation,
    code: "Invalid",
    http: 422,
    message: (subject, problem) => `${subject} is invalid: ${problem}`,
    source: `${source}; form: ${errors}`,
  });
}

/** One thing that is wrong with an object. */
export interface Problem {
  readonly broken: InvalidRule;
  /** For example `metadata.name: Required value: name or generateName is required`. */
  readonly text: string;
}
