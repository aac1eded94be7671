import type { DataSource } from "../../planning/resource-type.ts";
import { knownActions } from "../actions.ts";
import type { Spacelift } from "../client.ts";
import { workerAddresses } from "../facts/addresses.ts";
import { text } from "../input.ts";
import { isTool, offeredVersions } from "../tool-versions.ts";
import { recordOf } from "./lookup.ts";

export const accountData: DataSource<Spacelift> = {
  type: "spacelift_account",
  read({ client }) {
    const { name, tier, awsAccountId } = recordOf(client, "account", client.account, "account");
    return { id: "spacelift-account", name, tier, aws_account_id: awsAccountId };
  },
};

export const ipsData: DataSource<Spacelift> = {
  type: "spacelift_ips",
  read: () => ({
    id: "spacelift-ips",
    ips: [...workerAddresses],
    cidrs: workerAddresses.map((address) => `${address}/32`),
  }),
};

export const toolVersionsData: DataSource<Spacelift> = {
  type: "spacelift_tool_versions",
  read(_call, config) {
    const tool = text(config.tool);
    return { id: `tool-versions-${tool}`, versions: isTool(tool) ? offeredVersions(tool) : [] };
  },
};

export const roleActionsData: DataSource<Spacelift> = {
  type: "spacelift_role_actions",
  read: () => ({ id: "spacelift-role-actions", actions: knownActions }),
};
