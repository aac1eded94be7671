// What the simulator adds to the engine: 200 independent resources planned and applied on a world on disk, against as many
// terraform_data, which the engine keeps to itself. Each time in a fresh process that holds the world and serves the engine.
import { join } from "node:path";
import { build } from "esbuild";
import { median, root, row, runFresh } from "./measure.mjs";

const count = 200;
const rounds = 7;

/** One resource of each type, whose name is told apart by `count.index`. */
const bodies = {
  terraform_data: "",
  null_resource: "",
  aws_cloudwatch_log_group: "name = tostring(count.index)",
};

/** Seconds to plan and apply in a fresh, initialised folder; printed as JSON. */
const program = `
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { administratorOf } from "./src/cli/administrator.ts";
import { Engine } from "./src/engine/engine.ts";
import { rehearsalEnvironment } from "./src/engine/environment.ts";
import { findEngine } from "./src/engine/find.ts";
import { attachProviders } from "./src/simulator/protocol/server.ts";
import { simulatedProviders } from "./src/simulator/providers.ts";
import { openWorld } from "./src/simulator/world/storage.ts";

const folder = mkdtempSync(join(tmpdir(), "benchmark-"));
const stored = openWorld(join(folder, "world"));
const { world } = stored;
const environment = { PATH: process.env.PATH, ...administratorOf(world) };
writeFileSync(join(folder, "main.tf"), process.argv[2]);
const attached = await attachProviders(
  simulatedProviders({ world, actor: { stack: "benchmark", run: "benchmark" }, folder, environment }),
);
try {
  const engine = new Engine({
    binary: await findEngine(process.env.PATH),
    folder,
    environment: rehearsalEnvironment(process.env, { reattach: attached.reattach }),
    lock: false,
  });
  await engine.init();
  const started = performance.now();
  await engine.plan({ out: "saved" });
  const { ok, diagnostics } = await engine.apply("saved");
  if (!ok) throw new Error(JSON.stringify(diagnostics));
  process.stdout.write(String((performance.now() - started) / 1_000));
} finally {
  await attached.close();
  stored.close();
  rmSync(folder, { recursive: true, force: true });
}
`;

export async function measure() {
  const script = await bundled();
  const seconds = Object.fromEntries(Object.keys(bodies).map((type) => [type, []]));
  const memory = structuredClone(seconds);
  for (let round = 0; round < rounds; round += 1) {
    for (const [type, body] of Object.entries(bodies)) {
      const configuration = `resource "${type}" "each" {\n  count = ${count}\n  ${body}\n}\n`;
      const { text, megabytes } = await runFresh([script, configuration]);
      seconds[type].push(Number(text));
      memory[type].push(megabytes);
    }
  }
  const alone = median(seconds.terraform_data);
  const ratio = (type) => median(seconds[type]) / alone;
  return [
    { what: `engine alone, ${count} terraform_data`, measured: alone, unit: "s" },
    row(`simulator alone, ${count} null_resource, times the engine`, ratio("null_resource"), 1.6, ""),
    {
      what: `simulated AWS, ${count} log groups, times the engine`,
      measured: ratio("aws_cloudwatch_log_group"),
      unit: "",
    },
    { what: "simulator alone, peak memory", measured: median(memory.null_resource), unit: "MB" },
    { what: "simulated AWS, peak memory", measured: median(memory.aws_cloudwatch_log_group), unit: "MB" },
  ];
}

/** The program with the sources that it measures in one file, because Node.js 20 does not read TypeScript. */
async function bundled() {
  const outfile = join(root, "dist", "benchmarks", "simulator-alone.js");
  await build({
    stdin: { contents: program, resolveDir: root, loader: "ts" },
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
  });
  return outfile;
}
