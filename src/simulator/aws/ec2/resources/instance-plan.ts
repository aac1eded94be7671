import { ProviderError } from "../../../planning/diagnostics.ts";
import type { PlanCall } from "../../../planning/resource-type.ts";
import { isRecord, type MutableValues, unknown, type Value, type Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { blocks, flag, text, textOrNull } from "../../input.ts";
import { templateOf } from "../api/instances.ts";
import { findLaunchTemplate } from "../api/launch-templates.ts";
import { architectureOf } from "../facts/instance-types.ts";
import { ec2 } from "../tables.ts";
import { encoded } from "./user-data.ts";

/** What the provider finds in a plan of `aws_instance` beside what the tables say. */
export function planInstance({ client, state, config, planned, changed, replace }: PlanCall<Aws>): void {
  if (!state) return;
  for (const name of ["cpu_options", "credit_specification", "root_block_device", "ebs_block_device"]) {
    settle(name, state, planned);
  }
  settleSpotPrice(state, planned);
  if (encoded(text(state, "user_data")) === encoded(text(planned, "user_data")))
    planned.user_data = state.user_data ?? null;
  if (blocks(config, "network_interface").length > 0) planned.source_dest_check = state.source_dest_check ?? null;
  for (const name of ["user_data", "user_data_base64"]) {
    if (flag(planned, "user_data_replace_on_change") && changed(name)) replace(name);
  }
  const [before, after] = [text(state, "instance_type"), text(planned, "instance_type")];
  if (after !== "" && architectureOf(before) !== architectureOf(after)) replace("instance_type");
  if (changed("ipv6_addresses") && !changed("ipv6_address_count")) replace("ipv6_addresses");
  const restarts = changed("instance_type", "user_data", "user_data_base64");
  if (restarts && text(state, "public_ip") !== "") Object.assign(planned, { public_ip: unknown, public_dns: unknown });
  planTemplate(client, state, planned, replace);
}

/** Says of a member of a block whether its change means nothing. */
type Nothing = (old: Value, wanted: Value, block: Values) => boolean;

const staysOff: Nothing = (old, wanted) => isUnset(old) && wanted === "disabled";
const noIops: Nothing = (_old, wanted, block) =>
  wanted === 0 && !["io1", "io2", "gp3"].includes(text(block, "volume_type"));
const noThroughput: Nothing = (_old, wanted, block) => wanted === 0 && text(block, "volume_type") !== "gp3";

const nothing: Readonly<Record<string, Readonly<Record<string, Nothing>>>> = {
  cpu_options: { amd_sev_snp: staysOff, nested_virtualization: staysOff },
  credit_specification: { cpu_credits: (old, wanted) => !isUnset(old) && isUnset(wanted) },
  root_block_device: { iops: noIops, throughput: noThroughput },
  ebs_block_device: { iops: noIops, throughput: noThroughput },
};

/** Keeps the members of blocks whose change means nothing as they stand in the state. */
function settle(name: string, state: Values, planned: MutableValues): void {
  const value = planned[name];
  if (!Array.isArray(value)) return;
  const held = blocks(state, name);
  planned[name] = value.map((item: Value, index): Value => {
    if (!isRecord(item)) return item;
    const device = text(item, "device_name");
    const old = name === "ebs_block_device" ? held.find((block) => text(block, "device_name") === device) : held[index];
    if (!old) return item;
    const kept = Object.entries(nothing[name] ?? {})
      .filter(([member, means]) => means(old[member] ?? null, item[member] ?? null, item))
      .map(([member]) => [member, old[member] ?? null]);
    return { ...item, ...Object.fromEntries(kept) };
  });
}

/** A price that is left out later, or written with more zeros, is the same price. */
function settleSpotPrice(state: Values, planned: MutableValues): void {
  const [market] = blocks(planned, "instance_market_options");
  const [spot] = market ? blocks(market, "spot_options") : [];
  const [heldMarket] = blocks(state, "instance_market_options");
  const [held] = heldMarket ? blocks(heldMarket, "spot_options") : [];
  if (!market || !spot || !held) return;
  const [old, wanted] = [text(held, "max_price"), text(spot, "max_price")];
  if (spot.max_price === unknown || (wanted !== "" && Number(old) !== Number(wanted))) return;
  planned.instance_market_options = [{ ...market, spot_options: [{ ...spot, max_price: held.max_price ?? null }] }];
}

/** Another version of the launch template replaces the instance, unless it runs that version already. */
function planTemplate(aws: Aws, state: Values, planned: Values, replace: (path: string) => void): void {
  const [before] = blocks(state, "launch_template");
  const [after] = blocks(planned, "launch_template");
  if (!before || !after || before.version === after.version) return;
  const reference = {
    id: textOrNull(after, "id"),
    name: textOrNull(after, "name"),
    version: textOrNull(after, "version"),
  };
  const found = findLaunchTemplate(aws, reference);
  if (!found) throw new ProviderError(`reading EC2 Launch Template Version (${reference.id ?? reference.name})`);
  const instance = ec2.instances(aws).get(text(state, "id"));
  if (templateOf(instance ?? { tags: {} })?.version !== String(found.number)) replace("launch_template.version");
}

function isUnset(value: Value): boolean {
  return value === null || value === "";
}
