import type { Service } from "../planning/service.ts";
import type { LeftOut } from "../rule.ts";
import type { Actor } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import type { Spot } from "./client.ts";
import { oceanLaunchSpec } from "./launch-spec-type.ts";
import { logIn, spotRecovery } from "./login.ts";
import { oceanAws } from "./ocean-type.ts";

/** The provider `spotinst/spotinst` on the simulated accounts. */
export function spotProvider(world: World, actor: Actor): Service<Spot> {
  return {
    provider: "spotinst",
    sources: ["spotinst/spotinst"],
    resources: [oceanAws, oceanLaunchSpec],
    dataSources: [],
    ephemeralResources: [],
    functions: [],
    // The whole time depends on what is asked: the types add it.
    durations: { spotinst_ocean_aws: { create: 0, update: 0, delete: 0 } },
    configure: (config, environment) => logIn(world, actor, config, environment),
    recovery: spotRecovery(world, actor),
  };
}

/** What is known of Spot and not simulated. */
export const spotLeftOut: readonly LeftOut[] = [
  {
    id: "spot/termination-delay",
    reason:
      "Instances go with the cluster's deletion at once; for real they take minutes, in which deletions of their network are repeated.",
  },
  {
    id: "spot/interruption",
    reason: "Nothing interrupts spot instances by itself; plan a fault to see a launch fail.",
  },
  { id: "spot/scale-down", reason: "Ocean stops no node that pods could leave: a rehearsal ends before it would." },
  { id: "spot/replacement", reason: "Nodes that stay out of the cluster are not replaced: they say why, and stay." },
  { id: "spot/schedules", reason: "Nothing runs on a schedule: tasks, optimization windows, shutdown hours." },
  { id: "spot/startup-taints", reason: "Startup taints are kept with the Ocean cluster; no node bears them." },
  { id: "spot/load-balancers", reason: "Load balancers are not attached to Ocean: the platform has none." },
];
