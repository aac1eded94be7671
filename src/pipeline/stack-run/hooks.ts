import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

/** What a list of hooks did. */
export interface HookResult {
  /** Zero when every hook ended well. */
  readonly exitCode: number;
  /** The environment after the hooks: what they exported is there for the phases that follow. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface HookSettings {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Gets every line the hooks print, masked. */
  readonly onLine: (line: string) => void;
  /** Aborting it ends the shell with everything that it started. */
  readonly signal: AbortSignal;
}

/** Values and words that must not appear in a log. */
const addMask = /^::add-mask\s+(.*)$/;

/**
 * Runs hooks as a Spacelift worker does: each in braces, joined by `&&`, in one shell session; a failing one stops the rest.
 * `echo "::add-mask a b"` hides the words from then on.
 */
export async function runHooks(hooks: readonly string[], settings: HookSettings): Promise<HookResult> {
  if (hooks.length === 0) return { exitCode: 0, environment: settings.environment };
  const exchange = mkdtempSync(join(tmpdir(), "hooks-"));
  const exported = join(exchange, "environment");
  try {
    const script = `${hooks.map((hook) => `{ ${hook}\n}`).join(" && ")} && env -0 > "${exported}"`;
    const child = execa("sh", ["-c", script], {
      cwd: settings.folder,
      env: { ...settings.environment },
      extendEnv: false,
      all: true,
      reject: false,
      stdin: "ignore",
      // In a process group of its own: a shell that is ended leaves behind what it waits for.
      detached: true,
    });
    const forget = endWith(child.pid, settings.signal);
    try {
      const masks: string[] = [];
      for await (const line of child.iterable({ from: "all" })) {
        const words = addMask.exec(line)?.[1];
        if (words === undefined) settings.onLine(mask(line, masks));
        else masks.push(...words.split(/\s+/).filter(Boolean));
      }
      const { exitCode = 1 } = await child;
      return { exitCode, environment: exitCode === 0 ? readEnvironment(exported) : settings.environment };
    } finally {
      forget();
    }
  } finally {
    rmSync(exchange, { recursive: true, force: true });
  }
}

/** Ends a process group when the signal is aborted or this process ends. */
function endWith(group: number | undefined, signal: AbortSignal): () => void {
  if (group === undefined) return () => undefined;
  const end = (): void => {
    try {
      process.kill(-group, "SIGTERM");
    } catch (error) {
      // It has ended by itself meanwhile.
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
  };
  if (signal.aborted) end();
  signal.addEventListener("abort", end);
  process.on("exit", end);
  return () => {
    signal.removeEventListener("abort", end);
    process.off("exit", end);
  };
}

function mask(line: string, words: readonly string[]): string {
  return words.reduce((text, word) => text.replaceAll(word, "*****"), line);
}

function readEnvironment(path: string): Record<string, string> {
  const entries = readFileSync(path, "utf8").split("\0").filter(Boolean);
  return Object.fromEntries(
    entries.map((entry) => {
      const at = entry.indexOf("=");
      return [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
}
