// Every budget beside what this machine needs: npm run benchmark [name...]. Fails when one is missed.
import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { root } from "./measure.mjs";

const benchmarks = ["commands", "scale", "simulator-alone", "rehearsal", "install"];

const chosen = process.argv.length > 2 ? process.argv.slice(2) : benchmarks;
const unknown = chosen.filter((name) => !benchmarks.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark ${unknown.join(", ")}. There are ${benchmarks.join(", ")}.\n`);
  process.exit(2);
}

execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: root, stdio: "inherit" });
process.stdout.write(`Node.js ${process.versions.node}, ${cpus().length} cores\n\n`);
const rows = [];
for (const name of chosen) {
  process.stderr.write(`measuring ${name} …\n`);
  const { measure } = await import(`./${name}.mjs`);
  rows.push(...(await measure()));
}
const cells = rows.map(({ what, measured, budget, unit, kept }) => [
  what,
  `${figure(measured)} ${unit}`.trimEnd(),
  budget === undefined ? "" : `${budget} ${unit}`.trimEnd(),
  budget === undefined ? "" : kept ? "kept" : "MISSED",
]);
const table = [["", "measured", "budget", ""], ...cells];
const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((line) => line[column].length)));
for (const line of table) {
  process.stdout.write(
    `${line
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd()}\n`,
  );
}
process.exitCode = rows.every(({ kept = true }) => kept) ? 0 : 1;

/** Three digits that matter. */
function figure(value) {
  return value >= 100 ? String(Math.round(value)) : value.toPrecision(3);
}
