import { encoded } from "../aws/ec2/resources/user-data.ts";
import { blocks, text } from "../planning/input.ts";
import type { ResourceType } from "../planning/resource-type.ts";
import type { Value, Values } from "../planning/values.ts";
import type { Spot } from "./client.ts";
import * as api from "./ocean.ts";
import type { Ocean } from "./records.ts";
import { rolledSettings, rollIn, rollOcean } from "./roll.ts";

/** Seconds that the provider sleeps before it calls when an instance profile is named, and that the call itself takes. */
const profileWait = 10;
const callSeconds = 3;

/** `spotinst_ocean_aws`. */
export const oceanAws: ResourceType<Spot> = {
  type: "spotinst_ocean_aws",
  label: "Ocean cluster",

  plan({ planned }) {
    const userData = planned.user_data;
    if (typeof userData === "string" && userData !== "") planned.user_data = encoded(userData);
  },

  create({ client, input, takes }) {
    takes((text(input, "iam_instance_profile") === "" ? 0 : profileWait) + callSeconds);
    return shown(api.createOcean(client, input));
  },

  read({ client, state }) {
    const found = api.readOcean(client, text(state, "id"));
    return found ? { ...found.values, ...shown(found) } : null;
  },

  update({ client, input, state, changed, takes }) {
    const id = text(state, "id");
    // The provider sends what differs: the number that Ocean has scaled to stays unless another is asked for.
    const wanted = changed("desired_capacity") ? input : { ...input, desired_capacity: null };
    const updated = api.updateOcean(client, id, wanted);
    const batch = rollIn(input, changed(...rolledSettings));
    if (batch !== null) rollOcean(client, id, batch);
    takes(callSeconds);
    return shown(updated);
  },

  delete({ client, state, takes }) {
    api.deleteOcean(client, text(state, "id"));
    takes(callSeconds);
  },
};

function shown({ id, values, target, minimum }: Ocean): Values {
  const mappings = blocks(values, "block_device_mappings");
  return {
    id,
    desired_capacity: target,
    min_size: minimum,
    ...(mappings.length > 0 ? { block_device_mappings: mappings.map(shownMapping) } : {}),
  };
}

function shownMapping(mapping: Values): Values {
  const ebs = blocks(mapping, "ebs").map(
    (block): Values => ({
      ...block,
      delete_on_termination: given(block, "delete_on_termination", true),
      encrypted: given(block, "encrypted", false),
      volume_type: given(block, "volume_type", "gp2"),
    }),
  );
  return { ...mapping, ebs };
}

function given(values: Values, name: string, otherwise: Value): Value {
  return values[name] ?? otherwise;
}
