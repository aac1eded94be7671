/** A named set of actions. */
export interface Role {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  readonly isSystem: boolean;
  readonly actions: readonly string[];
}

/** Who may hold a role; the first part of a role attachment's id. */
export type RoleSubjectKind = "STACK" | "API" | "IDP" | "USER";

/** A role given to a stack, API key, group or person, in one space and all below it. */
export interface RoleBinding {
  readonly id: string;
  readonly subjectKind: RoleSubjectKind;
  readonly subjectId: string;
  readonly roleId: string;
  readonly spaceId: string;
}
