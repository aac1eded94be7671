import type { ProjectReference } from "./project.ts";

/** What a policy decides about, by the current name of the type. */
export type PolicyType =
  | "ACCESS"
  | "APPROVAL"
  | "GIT_PUSH"
  | "INITIALIZATION"
  | "INTENT"
  | "LOGIN"
  | "NOTIFICATION"
  | "PLAN"
  | "TASK"
  | "TRIGGER";

/** A policy with its Rego body; its id is the slug of its name. */
export interface Policy {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly type: PolicyType;
  readonly body: string;
  readonly engine: "REGO_V0" | "REGO_V1";
  readonly spaceId: string;
  readonly labels: readonly string[];
}

/** A policy in force for one stack or module. */
export interface PolicyAttachment extends ProjectReference {
  readonly id: string;
  readonly policyId: string;
}
