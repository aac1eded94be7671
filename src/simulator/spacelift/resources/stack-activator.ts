import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import type { Spacelift } from "../client.ts";
import { flag, text } from "../input.ts";
import { stackOf } from "../project.ts";

/** Lets a stack run, or keeps it from running; deleting it changes nothing. */
export const stackActivator: ResourceType<Spacelift> = {
  type: "spacelift_stack_activator",
  label: "stack activator",
  create({ client, input }) {
    activate(client, input);
    return { id: `activator-${client.seconds}` };
  },
  read({ client, state }) {
    const { disabled } = stackOf(client, state.stack_id);
    return { id: text(state.id), enabled: !disabled };
  },
  update({ client, input }) {
    activate(client, input);
    return {};
  },
  delete() {},
};

function activate(client: Spacelift, input: Values): void {
  const stack = stackOf(client, input.stack_id);
  const disabled = !flag(input.enabled);
  if (stack.disabled === disabled) return;
  const operation = disabled ? "stackDisable" : "stackEnable";
  // The provider says "enable" of both.
  const request = { attempt: `enable stack ${stack.id}`, space: stack.spaceId, resources: [stack.id] };
  client.call({ operation, ...request }, () => {
    client.table("stack").put(stack.id, { ...stack, disabled });
  });
}
