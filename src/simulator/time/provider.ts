import { instant } from "../planning/in-state-only.ts";
import type { Service } from "../planning/service.ts";
import type { World } from "../world/world.ts";
import { timeFunctions } from "./functions.ts";
import { timeOffset } from "./offset.ts";
import { timeRotating } from "./rotating.ts";
import { type LetPass, timeSleep } from "./sleep.ts";
import { timeStatic } from "./static.ts";

/** The provider `hashicorp/time`, on the world's clock. */
export function timeProvider(world: World, letPass: LetPass = () => undefined): Service<World> {
  const resources = [timeOffset, timeRotating, timeSleep(letPass), timeStatic];
  return {
    provider: "time",
    sources: ["hashicorp/time"],
    resources,
    dataSources: [],
    ephemeralResources: [],
    functions: timeFunctions,
    durations: instant(resources),
    configure: () => world,
  };
}
