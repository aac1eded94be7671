// Compiles every Rego policy to WebAssembly with the opa command, named after the hash of its text; old results go.
// A contributor's tool: CGO_ENABLED=0 go install github.com/open-policy-agent/opa@v1.22.2
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const policies = fileURLToPath(new URL("../policies/", import.meta.url));
const compiled = join(policies, "compiled");
const scratch = mkdtempSync(join(tmpdir(), "policies-"));
rmSync(compiled, { recursive: true, force: true });
mkdirSync(compiled);

for (const folder of readdirSync(policies, { withFileTypes: true })) {
  if (!folder.isDirectory() || folder.name === "compiled") continue;
  for (const name of readdirSync(join(policies, folder.name))) {
    if (!name.endsWith(".rego") || name.endsWith("_test.rego")) continue;
    const source = join(policies, folder.name, name);
    const hash = createHash("sha256").update(readFileSync(source, "utf8").trim()).digest("hex").slice(0, 16);
    const bundle = join(scratch, "bundle.tar.gz");
    // By its path in the folder: the compiler writes the path into its result, and no machine's own may stay there.
    const parameters = ["build", "-t", "wasm", "-e", "spacelift", "-o", bundle, join(folder.name, name)];
    execFileSync("opa", parameters, { cwd: policies, stdio: "inherit" });
    execFileSync("tar", ["-xzf", bundle, "-C", scratch, "/policy.wasm"], { stdio: "inherit" });
    renameSync(join(scratch, "policy.wasm"), join(compiled, `${hash}.wasm`));
    console.log(`${folder.name}/${name} → compiled/${hash}.wasm`);
  }
}
rmSync(scratch, { recursive: true, force: true });
