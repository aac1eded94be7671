import type { ProjectReference } from "./project.ts";

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

export interface PolicyAttachment extends ProjectReference {
  readonly id: string;
  readonly policyId: string;
}
