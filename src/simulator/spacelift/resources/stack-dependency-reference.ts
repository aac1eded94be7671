import type { ResourceType } from "../../planning/resource-type.ts";
import type { Value, Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { flag, text } from "../input.ts";
import { stackOf } from "../project.ts";
import type { DependencyReference, StackDependency } from "../records/dependency.ts";
import { dependencyRules as rules } from "../rules/dependency.ts";
import { lastPart, splitId } from "../text-ids.ts";

export const stackDependencyReference: ResourceType<Spacelift> = {
  type: "spacelift_stack_dependency_reference",
  label: "stack dependency reference",
  create({ client, input }) {
    const { id: dependencyId, stackId } = dependencyOf(client, input.stack_dependency_id);
    const { spaceId } = stackOf(client, stackId);
    return client.call(
      { operation: "stackDependenciesAddReference", space: spaceId, resources: [dependencyId] },
      () => {
        checkInput(client, dependencyId, text(input.input_name));
        const id = client.ulid("stack-dependency-reference", [dependencyId, text(input.input_name)]);
        client.table("stack-dependency-reference").put(id, referenceOf(id, dependencyId, input));
        return { id: `${stackId}/${dependencyId}/${id}` };
      },
    );
  },
  read({ client, state }) {
    const found = client.table("stack-dependency-reference").get(lastPart(text(state.id)));
    const dependency = found && client.table("stack-dependency").get(found.dependencyId);
    if (!dependency) return null;
    return {
      id: `${dependency.stackId}/${dependency.id}/${found.id}`,
      stack_dependency_id: `${dependency.stackId}/${dependency.id}`,
      output_name: found.outputName,
      input_name: found.inputName,
      trigger_always: found.triggerAlways,
    };
  },
  update({ client, state, input, changed }) {
    const { id: dependencyId, stackId } = dependencyOf(client, state.stack_dependency_id);
    const { spaceId } = stackOf(client, stackId);
    const id = lastPart(text(state.id));
    const request = { space: spaceId, resources: [dependencyId] };
    client.call({ operation: "stackDependenciesUpdateReference", ...request }, () => {
      if (changed("input_name")) checkInput(client, dependencyId, text(input.input_name));
      client.table("stack-dependency-reference").put(id, referenceOf(id, dependencyId, input));
    });
    return {};
  },
  delete({ client, state }) {
    const { id: dependencyId, stackId } = dependencyOf(client, state.stack_dependency_id);
    const { spaceId } = stackOf(client, stackId);
    const request = { space: spaceId, resources: [dependencyId] };
    client.call({ operation: "stackDependenciesDeleteReference", ...request }, () => {
      client.table("stack-dependency-reference").delete(lastPart(text(state.id)));
    });
  },
  import({ client }, id) {
    const [stackId, second, third] = splitId(id, 3);
    const dependency = client
      .table("stack-dependency")
      .find(
        (candidate) =>
          candidate.stackId === stackId && (candidate.id === second || candidate.dependsOnStackId === second),
      );
    const found = client
      .table("stack-dependency-reference")
      .find(
        (reference) =>
          reference.dependencyId === dependency?.id && (reference.id === third || reference.inputName === third),
      );
    return found && dependency ? { id: `${stackId}/${dependency.id}/${found.id}` } : null;
  },
};

/** The dependency that `stack_dependency_id` names by stack and ULID. */
function dependencyOf(client: Spacelift, id: Value | undefined): StackDependency {
  const found = client.table("stack-dependency").get(lastPart(text(id)));
  refuseUnless(found, rules.notFound, lastPart(text(id)));
  return found;
}

function referenceOf(id: string, dependencyId: string, input: Values): DependencyReference {
  return {
    id,
    dependencyId,
    outputName: text(input.output_name),
    inputName: text(input.input_name),
    triggerAlways: flag(input.trigger_always),
  };
}

function checkInput(client: Spacelift, dependencyId: string, name: string): void {
  refuseUnless(/^[A-Za-z_][A-Za-z0-9_]*$/.test(name), rules.inputName, name);
  const twin = client
    .table("stack-dependency-reference")
    .find((reference) => reference.dependencyId === dependencyId && reference.inputName === name);
  refuseIf(twin, rules.inputTaken, name);
}
