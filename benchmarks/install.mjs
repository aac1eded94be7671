// The package as a user of the command line installs it: packed, without development dependencies. Needs the npm registry.
import { execFileSync } from "node:child_process";
import { lstatSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, row, runFresh } from "./measure.mjs";

export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), "install-"));
  const npm = (parameters, cwd) => execFileSync("npm", parameters, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  try {
    npm(["pack", "--ignore-scripts", "--pack-destination", folder], root);
    const archive = readdirSync(folder).find((name) => name.endsWith(".tgz"));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
    npm(["install", "--omit=dev", "--no-audit", "--no-fund", join(folder, archive)], folder);
    await runFresh([join(folder, "node_modules", "eks-stack", "bin", "eks-stack.mjs"), "simulator", "types"], {
      folder,
    });
    return [row("production install", sizeOf(join(folder, "node_modules")) / 1_000_000, 100, "MB")];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sizeOf(path) {
  const entry = lstatSync(path);
  if (!entry.isDirectory()) return entry.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
