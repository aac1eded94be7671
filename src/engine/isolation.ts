import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** No way to install a provider: neither a registry, nor a mirror, nor the plugin folders of the user. */
const configuration = "provider_installation {}\n";

let file: string | undefined;

/**
 * The command line configuration of a rehearsal's engine, written once per process. With it, a provider that is not attached
 * is an error of `init` and never a download that then runs against something real.
 */
export function isolatedConfiguration(): string {
  if (file === undefined) {
    const folder = mkdtempSync(join(tmpdir(), "eks-stack-engine-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    file = join(folder, "cli.tfrc");
    writeFileSync(file, configuration);
  }
  return file;
}
