import { findEngine } from "../../engine/find.ts";
import { EksStackError, exitCodes } from "../../errors.ts";
import { missingPrerequisites } from "../../pipeline/onboarding.ts";
import { render } from "../../rendering/render.ts";
import { readWorld } from "../../simulator/world/storage.ts";
import { World } from "../../simulator/world/world.ts";
import type { Context } from "../context.ts";
import { declared } from "../declared.ts";
import { requireFresh } from "../freshness.ts";
import { styled } from "../output.ts";
import { prerequisitesOf } from "../platform.ts";

/** One check of the surroundings. */
interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** `doctor`: says what keeps a rehearsal from running, and how to mend it. */
export async function doctor(context: Context, options: { readonly json?: boolean }): Promise<number> {
  const findings = [
    await finding("Node.js", async () => process.versions.node),
    await finding("engine", async () => {
      const { name, version, path } = await findEngine(context.environment.PATH ?? "");
      return `${name} ${version} (${path})`;
    }),
    await finding("environments/", async () => {
      const { environments, warnings } = await declared(context);
      return [environments.map(({ name }) => name).join(", "), ...warnings.map(({ problem }) => problem)].join("; ");
    }),
    await finding("rendered/", async () => {
      const files = render(await declared(context));
      requireFresh(context.root, files);
      return `${files.size} files, fresh`;
    }),
    await finding("world", () => worldDetail(context)),
  ];
  context.output.write(options.json ? `${JSON.stringify(findings, null, 2)}\n` : textOf(context, findings));
  return findings.every(({ ok }) => ok) ? exitCodes.success : exitCodes.failed;
}

async function worldDetail(context: Context): Promise<string> {
  const configuration = await declared(context);
  const { snapshot } = readWorld(context.world, configuration.organization.spacelift.account);
  if (Object.keys(snapshot.tables).length === 0) return `${context.world}: new; up makes what the organisation needs`;
  const missing = missingPrerequisites(new World(snapshot), prerequisitesOf(configuration));
  if (missing.length === 0) return `${context.world}: everything the organisation needs is there`;
  throw new EksStackError({
    code: "ES0430",
    file: context.world,
    problem: `Missing: ${missing.join(", ")}.`,
    hint: "Run eks-stack onboard.",
  });
}

async function finding(check: string, look: () => Promise<string>): Promise<Finding> {
  try {
    return { check, ok: true, detail: await look() };
  } catch (error) {
    if (!(error instanceof EksStackError)) throw error;
    return { check, ok: false, detail: error.message };
  }
}

function textOf({ output }: Context, findings: readonly Finding[]): string {
  const lines = findings.map(({ check, ok, detail }) => {
    const mark = ok ? styled(output, "green", "✔") : styled(output, "red", "✘");
    return `${mark} ${check}: ${detail.split("\n").join("\n    ")}`;
  });
  return `${lines.join("\n")}\n`;
}
