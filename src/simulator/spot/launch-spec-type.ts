import { encoded } from "../aws/ec2/resources/user-data.ts";
import { text } from "../planning/input.ts";
import type { ResourceType } from "../planning/resource-type.ts";
import type { Spot } from "./client.ts";
import * as api from "./launch-spec.ts";

/** `spotinst_ocean_aws_launch_spec`. */
export const oceanLaunchSpec: ResourceType<Spot> = {
  type: "spotinst_ocean_aws_launch_spec",
  label: "Ocean launch spec",

  plan({ planned }) {
    const userData = planned.user_data;
    if (typeof userData === "string" && userData !== "") planned.user_data = encoded(userData);
  },
  create: ({ client, input }) => ({ id: api.createLaunchSpec(client, input).id }),
  read({ client, state }) {
    const found = api.readLaunchSpec(client, text(state, "id"));
    return found ? { ...found.values, id: found.id } : null;
  },
  update({ client, input, state }) {
    api.updateLaunchSpec(client, text(state, "id"), input);
    return {};
  },
  delete({ client, state }) {
    api.deleteLaunchSpec(client, text(state, "id"), state);
  },
};
