import type { ResourceType } from "../../planning/resource-type.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { text } from "../input.ts";
import { projectOf, projectValues } from "../project.ts";
import { isReachable } from "../reach.ts";
import { policyRules as rules } from "../rules/policy.ts";
import { spaceRules } from "../rules/space.ts";
import { lastPart, splitId } from "../text-ids.ts";
import { spacesOf } from "../usage.ts";

export const policyAttachment: ResourceType<Spacelift> = {
  type: "spacelift_policy_attachment",
  label: "policy attachment",
  create({ client, input }) {
    const attachments = client.table("policy-attachment");
    const policyId = text(input.policy_id);
    const { projectKind, projectId, spaceId } = projectOf(client, input);
    const parameters = { policy: policyId, project: projectId };
    return client.call({ operation: "policyAttach", space: spaceId, resources: [projectId], parameters }, () => {
      const policy = client.table("policy").get(policyId);
      refuseUnless(policy, rules.notFound, policyId);
      refuseIf(policy.type === "LOGIN", rules.loginAttached);
      refuseUnless(isReachable(spacesOf(client), spaceId, policy.spaceId), spaceRules.outOfReach, "policy", policyId);
      const twin = attachments.find((other) => other.policyId === policyId && other.projectId === projectId);
      refuseIf(twin, rules.attached, policyId, projectId);
      const id = client.ulid("policy-attachment", [policyId, projectId]);
      attachments.put(id, { id, policyId, projectKind, projectId });
      return { id: `${policyId}/${id}` };
    });
  },
  read({ client, state }) {
    const found = client.table("policy-attachment").get(lastPart(text(state.id)));
    return found ? { id: `${found.policyId}/${found.id}`, policy_id: found.policyId, ...projectValues(found) } : null;
  },
  delete({ client, state }) {
    const { spaceId } = projectOf(client, state);
    const id = lastPart(text(state.id));
    client.call({ operation: "policyDetach", space: spaceId, resources: [id] }, () => {
      const removed = client.table("policy-attachment").delete(id);
      refuseUnless(removed, rules.notFound, text(state.policy_id));
    });
  },
  import({ client }, id) {
    const [policyId, projectId] = splitId(id, 2);
    const found = client
      .table("policy-attachment")
      .find((attachment) => attachment.policyId === policyId && attachment.projectId === projectId);
    return found ? { id: `${policyId}/${found.id}` } : null;
  },
};
