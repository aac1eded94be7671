import type { ResourceType } from "../../../planning/resource-type.ts";
import type { Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { text } from "../../input.ts";
import { createTags, deleteTags, describeTags } from "../api/tags.ts";

function tagOf(values: Values): { readonly id: string; readonly key: string } {
  return { id: text(values, "resource_id"), key: text(values, "key") };
}

export const ec2Tag: ResourceType<Aws> = {
  type: "aws_ec2_tag",
  label: "EC2 Tag",
  create({ client, input }) {
    const { id, key } = tagOf(input);
    createTags(client, id, { [key]: text(input, "value") });
    return { id: `${id},${key}` };
  },
  read({ client, state }) {
    const { id, key } = tagOf(state);
    const value = describeTags(client, id)[key];
    return value === undefined ? null : { value };
  },
  update({ client, state, input }) {
    const { id, key } = tagOf(state);
    createTags(client, id, { [key]: text(input, "value") });
    return {};
  },
  delete({ client, state }) {
    const { id, key } = tagOf(state);
    deleteTags(client, id, [key]);
  },
  import(_call, id) {
    const comma = id.indexOf(",");
    if (comma < 1 || comma === id.length - 1) return null;
    return { id, resource_id: id.slice(0, comma), key: id.slice(comma + 1) };
  },
};
