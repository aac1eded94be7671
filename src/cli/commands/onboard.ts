import { exitCodes } from "../../errors.ts";
import { missingPrerequisites, onboard } from "../../pipeline/onboarding.ts";
import { openWorld } from "../../simulator/world/storage.ts";
import type { Context } from "../context.ts";
import { declared } from "../declared.ts";
import { prerequisitesOf } from "../platform.ts";

/** `onboard`: makes in the world what the organisation has before this product. */
export async function onboardCommand(context: Context): Promise<number> {
  const configuration = await declared(context);
  const prerequisites = prerequisitesOf(configuration);
  const stored = openWorld(context.world, configuration.organization.spacelift.account);
  try {
    const missing = missingPrerequisites(stored.world, prerequisites);
    onboard(stored.world, prerequisites);
    context.output.write(
      missing.length === 0 ? "Everything was there.\n" : `${missing.map((what) => `created ${what}`).join("\n")}\n`,
    );
    return exitCodes.success;
  } finally {
    stored.close();
  }
}
