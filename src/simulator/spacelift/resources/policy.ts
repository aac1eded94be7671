import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { text, textOrNull, texts } from "../input.ts";
import { checkAttachableMove } from "../moves.ts";
import { checkPolicyBody } from "../policy-body.ts";
import { defaultSpace } from "../project.ts";
import type { Policy, PolicyType } from "../records/policy.ts";
import { removeWhere } from "../removal.ts";
import { accessRules } from "../rules/access.ts";
import { policyRules as rules } from "../rules/policy.ts";
import { slugOf } from "../slug.ts";
import { spacesOf } from "../usage.ts";

/** Names that policy types had before. */
const renamed: Readonly<Record<string, PolicyType>> = {
  STACK_ACCESS: "ACCESS",
  TERRAFORM_PLAN: "PLAN",
  TASK_RUN: "TASK",
};

/** What the provider says about types that Spacelift gives up. */
const deprecations: Readonly<Partial<Record<PolicyType, string>>> = {
  TASK: "Task policies are deprecated: use an approval policy",
  INITIALIZATION: "Initialization policies are deprecated: use an approval policy",
  ACCESS: "Access policies are deprecated: use login policies and roles",
};

export const policy: ResourceType<Spacelift> = {
  type: "spacelift_policy",
  label: "policy",
  create({ client, input }) {
    const policies = client.table("policy");
    const id = slugOf(text(input.name));
    const made = policyOf(client, id, input);
    const request = { attempt: `create policy ${made.name}`, space: made.spaceId, resources: [id] };
    return client.call({ operation: "policyCreatev2", ...request }, () => {
      check(client, made);
      refuseIf(policies.has(id), rules.slugTaken);
      policies.put(id, made);
      return { id, space_id: made.spaceId, engine_type: made.engine };
    });
  },
  read({ client, state, warn }) {
    const found = client.table("policy").get(text(state.id));
    if (!found) return null;
    const deprecation = deprecations[found.type];
    if (deprecation) warn(deprecation);
    return policyValues(found);
  },
  update({ client, state, input }) {
    const policies = client.table("policy");
    const id = text(state.id);
    const changed = policyOf(client, id, input);
    return client.call({ operation: "policyUpdatev2", space: text(state.space_id), resources: [id] }, () => {
      refuseUnless(policies.has(id), rules.notFound, id);
      check(client, changed);
      checkAttachableMove(client, { kind: "policy", id, spaceId: changed.spaceId });
      policies.put(id, changed);
      return { space_id: changed.spaceId, engine_type: changed.engine };
    });
  },
  delete({ client, state }) {
    const id = text(state.id);
    client.call({ operation: "policyDelete", space: text(state.space_id), resources: [id] }, () => {
      refuseUnless(client.table("policy").delete(id), rules.notFound, id);
      removeWhere(client, "policy-attachment", ({ policyId }) => policyId === id);
    });
  },
};

/** A policy as attributes. */
export function policyValues(found: Policy): Values {
  return {
    id: found.id,
    name: found.name,
    description: found.description,
    type: found.type,
    body: found.body,
    engine_type: found.engine,
    space_id: found.spaceId,
    labels: found.labels,
  };
}

function policyOf(client: Spacelift, id: string, input: Values): Policy {
  const given = text(input.type);
  const type = renamed[given] ?? (given as PolicyType);
  return {
    id,
    name: text(input.name),
    description: textOrNull(input.description),
    type,
    body: text(input.body),
    engine: text(input.engine_type) === "REGO_V1" ? "REGO_V1" : "REGO_V0",
    spaceId: text(input.space_id) || (type === "LOGIN" ? "root" : defaultSpace(client)),
    labels: texts(input.labels),
  };
}

function check(client: Spacelift, { type, body, spaceId }: Policy): void {
  refuseUnless(spacesOf(client).get(spaceId), accessRules.unknownSpace, spaceId);
  refuseIf(type === "LOGIN" && spaceId !== "root", rules.loginOutsideRoot);
  checkPolicyBody(type, body);
}
