import type { DataSource, EphemeralResource, ResourceType } from "../planning/resource-type.ts";
import type { Durations } from "../planning/service.ts";
import type { AnyRule, LeftOut } from "../rule.ts";
import type { Aws } from "./client.ts";

/** One AWS service of the simulator: its types, its rules and the facts it leaves out. */
export interface AwsService {
  readonly resources: readonly ResourceType<Aws>[];
  readonly dataSources: readonly DataSource<Aws>[];
  readonly ephemeralResources: readonly EphemeralResource<Aws>[];
  readonly rules: readonly AnyRule[];
  readonly leftOut: readonly LeftOut[];
  readonly durations: Readonly<Record<string, Durations>>;
}
