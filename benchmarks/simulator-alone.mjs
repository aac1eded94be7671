// The simulator alone: 200 independent null_resource on a world against 200 terraform_data, which the engine keeps to itself.
// Prints the median times of fresh engine processes and their ratio beside its budget. The world and its server are this process.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const count = 200;
const rounds = 7;
const budget = 1.6;

/** The parts of the sources that are measured, bundled because Node.js 20 does not read TypeScript. */
async function loadSources() {
  const outfile = join(root, "dist", "benchmarks", "simulator-alone.js");
  await build({
    stdin: {
      contents: `
        export { Engine } from "./src/engine/engine.ts";
        export { rehearsalEnvironment } from "./src/engine/environment.ts";
        export { findEngine } from "./src/engine/find.ts";
        export { attachProviders } from "./src/simulator/protocol/server.ts";
        export { simulatedProviders } from "./src/simulator/providers.ts";
        export { World } from "./src/simulator/world/world.ts";
      `,
      resolveDir: root,
    },
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
  });
  return import(outfile);
}

function median(values) {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)];
}

const { Engine, rehearsalEnvironment, findEngine, attachProviders, simulatedProviders, World } = await loadSources();
const binary = await findEngine(process.env.PATH ?? "");
const home = mkdtempSync(join(tmpdir(), "benchmark-"));

/** Seconds to plan and apply in a fresh, initialised folder. */
async function measure(type, round) {
  const folder = join(home, `${type}-${round}`);
  mkdirSync(folder);
  writeFileSync(join(folder, "main.tf"), `resource "${type}" "each" {\n  count = ${count}\n}\n`);
  const attached = await attachProviders(
    simulatedProviders({ world: World.inMemory(), actor: { stack: "b", run: "b" }, folder, environment: {} }),
  );
  const environment = rehearsalEnvironment(process.env, { reattach: attached.reattach });
  const engine = new Engine({ binary, folder, environment, lock: false });
  try {
    await engine.init();
    const started = performance.now();
    await engine.plan({ out: "saved" });
    const { ok, diagnostics } = await engine.apply("saved");
    if (!ok) throw new Error(JSON.stringify(diagnostics));
    return (performance.now() - started) / 1_000;
  } finally {
    await attached.close();
  }
}

try {
  const times = { terraform_data: [], null_resource: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const type of Object.keys(times)) times[type].push(await measure(type, round));
  }
  const alone = median(times.terraform_data);
  const simulated = median(times.null_resource);
  const ratio = simulated / alone;
  process.stdout.write(
    `${[
      `simulator alone, ${count} resources planned and applied, median of ${rounds} with ${binary.name} ${binary.version}`,
      `  engine alone (terraform_data)   ${alone.toFixed(2)} s`,
      `  simulated (null_resource)       ${simulated.toFixed(2)} s`,
      `  ratio                           ${ratio.toFixed(2)}   budget ${budget}   ${ratio <= budget ? "kept" : "missed"}`,
    ].join("\n")}\n`,
  );
  process.exitCode = ratio <= budget ? 0 : 1;
} finally {
  rmSync(home, { recursive: true, force: true });
}
