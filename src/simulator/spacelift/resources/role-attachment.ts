import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Right } from "../authorise.ts";
import type { Spacelift } from "../client.ts";
import { text } from "../input.ts";
import type { OperationName } from "../operations.ts";
import type { RoleBinding, RoleSubjectKind } from "../records/role.ts";
import type { TableName } from "../records/tables.ts";
import { accessRules } from "../rules/access.ts";
import { roleRules as rules } from "../rules/role.ts";
import { lastPart, splitId } from "../text-ids.ts";
import { spacesOf } from "../usage.ts";

interface SubjectKind {
  readonly attribute: string;
  readonly word: string;
  readonly table: TableName;
  readonly create: OperationName;
  readonly delete: OperationName;
}

const subjects: Readonly<Record<RoleSubjectKind, SubjectKind>> = {
  STACK: {
    attribute: "stack_id",
    word: "stack",
    table: "stack",
    create: "stackRoleBindingCreate",
    delete: "stackRoleBindingDelete",
  },
  API: {
    attribute: "api_key_id",
    word: "API key",
    table: "api-key",
    create: "apiKeyRoleBindingCreate",
    delete: "apiKeyRoleBindingDelete",
  },
  IDP: {
    attribute: "idp_group_mapping_id",
    word: "user group",
    table: "idp-group-mapping",
    create: "userGroupRoleBindingCreate",
    delete: "userGroupRoleBindingDelete",
  },
  USER: {
    attribute: "user_id",
    word: "user",
    table: "user",
    create: "userRoleBindingBatchCreate",
    delete: "userRoleBindingDelete",
  },
};

export const roleAttachment: ResourceType<Spacelift> = {
  type: "spacelift_role_attachment",
  label: "role attachment",
  create({ client, input }) {
    const [kind, subject] = subjectOf(input);
    const binding = {
      subjectKind: kind,
      subjectId: text(input[subject.attribute]),
      roleId: text(input.role_id),
      spaceId: text(input.space_id),
    };
    const { subjectId, roleId, spaceId } = binding;
    const request = { space: spaceId, rights: rightsOver(client, binding), resources: [subjectId] };
    return client.call({ operation: subject.create, ...request, parameters: { role: roleId, space: spaceId } }, () => {
      refuseUnless(client.table("role").has(roleId), rules.notFound, roleId);
      refuseUnless(spacesOf(client).get(spaceId), accessRules.unknownSpace, spaceId);
      refuseUnless(client.table(subject.table).has(subjectId), rules.subjectNotFound, subject.word, subjectId);
      const stack = kind === "STACK" ? client.table("stack").get(subjectId) : undefined;
      refuseIf(stack && spaceId === "root" && stack.spaceId !== "root", rules.rootBinding, subjectId);
      const id = client.ulid("role-binding", [kind, subjectId, roleId, spaceId]);
      client.table("role-binding").put(id, { id, ...binding });
      return { id: `${kind}/${id}` };
    });
  },
  read({ client, state }) {
    const found = client.table("role-binding").get(lastPart(text(state.id)));
    if (!found) return null;
    const others = Object.values(subjects).map(({ attribute }) => [attribute, null] as const);
    return {
      ...Object.fromEntries(others),
      id: `${found.subjectKind}/${found.id}`,
      role_id: found.roleId,
      space_id: found.spaceId,
      [subjects[found.subjectKind].attribute]: found.subjectId,
    };
  },
  delete({ client, state }) {
    const bindings = client.table("role-binding");
    const found = bindings.get(lastPart(text(state.id)));
    if (!found) return;
    const request = { space: found.spaceId, rights: rightsOver(client, found), resources: [found.subjectId] };
    client.call({ operation: subjects[found.subjectKind].delete, ...request }, () => {
      bindings.delete(found.id);
    });
  },
  import({ client }, id) {
    const [kind, bindingId = ""] = splitId(id, 2);
    const found = client.table("role-binding").get(bindingId);
    return found && found.subjectKind === kind ? { id } : null;
  },
};

function subjectOf(input: Values): readonly [RoleSubjectKind, SubjectKind] {
  const given = Object.entries(subjects).find(([, { attribute }]) => text(input[attribute]) !== "");
  return (given ?? ["STACK", subjects.STACK]) as readonly [RoleSubjectKind, SubjectKind];
}

/** Who gives a stack rights must be able to manage that stack, wherever it is. */
function rightsOver(
  client: Spacelift,
  { subjectKind, subjectId }: Pick<RoleBinding, "subjectKind" | "subjectId">,
): readonly Right[] {
  if (subjectKind !== "STACK") return [];
  const stack = client.table("stack").get(subjectId);
  return stack ? [{ action: "STACK_MANAGE", space: stack.spaceId }] : [];
}
