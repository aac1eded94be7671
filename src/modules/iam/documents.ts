/** Who a statement of a resource policy is about. */
export interface Principals {
  readonly AWS?: string | readonly string[];
  readonly Service?: string | readonly string[];
  readonly Federated?: string | readonly string[];
}

/** Operator to key to values, for example `{ StringEquals: { "aws:SourceAccount": "111122223333" } }`. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One statement of an IAM policy document. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Principals;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Conditions;
}

/** A policy document as JSON text; references to other resources inside are kept. */
export function policyDocument(...statements: readonly Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
