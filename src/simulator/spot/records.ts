import type { Values } from "../planning/values.ts";
import type { Table } from "../world/table.ts";
import type { World } from "../world/world.ts";

/** An account in Spot: it manages one AWS account through a role there. */
export interface SpotAccount {
  /** `act-` and eight hex digits. */
  readonly id: string;
  /** Twelve digits. */
  readonly awsAccountId: string;
  /** ARN of the role that Spot assumes. */
  readonly roleArn: string;
  readonly externalId: string;
  /** SHA-256 of the API tokens that open the account. */
  readonly tokenChecksums: readonly string[];
}

/** An Ocean cluster: Spot's side of a Kubernetes cluster. */
export interface Ocean {
  /** `o-` and eight hex digits. */
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  /** By which the controller in the cluster finds it. */
  readonly controllerId: string;
  /** The settings under the names of `spotinst_ocean_aws`. */
  readonly values: Values;
  /** Instances that are wanted. */
  readonly target: number;
  readonly minimum: number;
  readonly maximum: number;
  /** Why the last launch failed, in the words of Ocean's log; null when it did not. */
  readonly problem: string | null;
  readonly createdAt: string;
}

/** A virtual node group of an Ocean cluster. */
export interface LaunchSpec {
  /** `ols-` and eight hex digits. */
  readonly id: string;
  readonly oceanId: string;
  readonly name: string;
  /** The settings under the names of `spotinst_ocean_aws_launch_spec`. */
  readonly values: Values;
  readonly createdAt: string;
}

/** The accounts that Spot knows, by id. */
export function spotAccounts(world: World): Table<SpotAccount> {
  return world.table<SpotAccount>("spot/account");
}

/** The Ocean clusters of an account, by id. */
export function oceansOf(world: World, accountId: string): Table<Ocean> {
  return world.table<Ocean>(`spot/${accountId}/ocean`);
}

/** The virtual node groups of an account, by id. */
export function launchSpecsOf(world: World, accountId: string): Table<LaunchSpec> {
  return world.table<LaunchSpec>(`spot/${accountId}/launch-spec`);
}
