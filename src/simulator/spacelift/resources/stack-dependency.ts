import type { ResourceType } from "../../planning/resource-type.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import { mayDo } from "../authorise.ts";
import type { Spacelift } from "../client.ts";
import { text } from "../input.ts";
import { stackOf } from "../project.ts";
import { dependsOn } from "../queries/dependencies.ts";
import { removeDependency } from "../removal.ts";
import { dependencyRules as rules } from "../rules/dependency.ts";
import { lastPart, splitId } from "../text-ids.ts";

export const stackDependency: ResourceType<Spacelift> = {
  type: "spacelift_stack_dependency",
  label: "stack dependency",
  create({ client, input }) {
    const dependencies = client.table("stack-dependency");
    const { id: stackId, spaceId } = stackOf(client, input.stack_id);
    const dependsOnStackId = text(input.depends_on_stack_id);
    const parameters = { stack: stackId, dependsOn: dependsOnStackId };
    return client.call({ operation: "stackDependencyCreate", space: spaceId, resources: [stackId], parameters }, () => {
      const parent = client.table("stack").get(dependsOnStackId);
      const readable = parent && mayDo(client, { action: "SPACE_READ", space: parent.spaceId });
      refuseUnless(readable, rules.stackNotFound, dependsOnStackId);
      const rows = dependencies.rows();
      const twin = rows.find((other) => other.stackId === stackId && other.dependsOnStackId === dependsOnStackId);
      refuseIf(twin, rules.exists, stackId, dependsOnStackId);
      refuseIf(dependsOn({ dependencies: rows }, dependsOnStackId, stackId), rules.cycle, stackId, dependsOnStackId);
      const id = client.ulid("stack-dependency", [stackId, dependsOnStackId]);
      dependencies.put(id, { id, stackId, dependsOnStackId });
      return { id: `${stackId}/${id}` };
    });
  },
  read({ client, state }) {
    const id = lastPart(text(state.id));
    const found = client.table("stack-dependency").get(id);
    if (!found) return null;
    const { stackId, dependsOnStackId } = found;
    return { id: `${stackId}/${id}`, stack_id: stackId, depends_on_stack_id: dependsOnStackId };
  },
  delete({ client, state }) {
    const { id: stackId, spaceId } = stackOf(client, state.stack_id);
    const id = lastPart(text(state.id));
    client.call({ operation: "stackDependencyDelete", space: spaceId, resources: [stackId] }, () => {
      refuseUnless(client.table("stack-dependency").has(id), rules.notFound, id);
      removeDependency(client, id);
    });
  },
  import({ client }, id) {
    const [stackId, second] = splitId(id, 2);
    const found = client
      .table("stack-dependency")
      .find(
        (dependency) =>
          dependency.stackId === stackId && (dependency.id === second || dependency.dependsOnStackId === second),
      );
    return found ? { id: `${stackId}/${found.id}` } : null;
  },
};
