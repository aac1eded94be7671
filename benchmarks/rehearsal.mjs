// The main job with the engine of this machine: first up, plan without changes, down, each time on a world of its own.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandLine, median, row, runFresh } from "./measure.mjs";

const rounds = 3;

export async function measure() {
  const times = { up: [], plan: [], down: [] };
  const alone = [];
  const memory = [];
  for (let round = 0; round < rounds; round += 1) {
    const folder = mkdtempSync(join(tmpdir(), "rehearsal-"));
    try {
      for (const command of Object.keys(times)) {
        const { seconds, megabytes } = await runFresh([commandLine, "--world", join(folder, "world"), command]);
        times[command].push(seconds);
        memory.push(megabytes);
      }
      const one = await runFresh([commandLine, "--world", join(folder, "one"), "up", "development"]);
      alone.push(one.seconds);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return [
    row("eks-stack up, new world", median(times.up), 45, "s"),
    row("eks-stack plan, no changes", median(times.plan), 12, "s"),
    row("eks-stack down", median(times.down), 45, "s"),
    row("eks-stack up development, new world", median(alone), 20, "s"),
    { what: "peak memory of up, plan and down", measured: Math.max(...memory), unit: "MB" },
  ];
}
