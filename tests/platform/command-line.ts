import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PipelineEvent, Summary } from "../../src/pipeline/events.ts";

/** The day on which the tests take place, so that they do not fail when the support of a version ends. */
const today = String(Date.UTC(2026, 10, 25) / 1_000);

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** How a command of the built command line ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs; `ended` resolves when it is over. */
export interface Running {
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
  /** Closes standard output as `head` does. */
  stopReading(): void;
  /** Resolves when standard output holds the text. */
  printed(text: string): Promise<void>;
}

/** A copy of what a user edits, in a folder of its own with a world of its own. */
export class Checkout {
  readonly folder: string;

  /** @param like the checkout of which this one is a copy, with its world as it is; the repository when left out */
  constructor(like?: Checkout) {
    this.folder = mkdtempSync(join(tmpdir(), "checkout-"));
    for (const name of ["environments", "rendered", ...(like ? [".eks-stack"] : [])]) {
      cpSync(join(like?.folder ?? repository, name), join(this.folder, name), { recursive: true });
    }
    symlinkSync(join(repository, "src"), join(this.folder, "src"));
  }

  /** A path in the checkout. */
  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  /** Folder of the world that commands here use. */
  get world(): string {
    return this.path(".eks-stack", "world");
  }

  read(path: string): string {
    return readFileSync(this.path(path), "utf8");
  }

  write(path: string, text: string): void {
    const file = this.path(path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, text);
  }

  /** Replaces a text in a file; the text must be there. */
  edit(path: string, before: string, after: string): void {
    const text = this.read(path);
    if (!text.includes(before)) throw new RangeError(`${path} does not hold ${before}`);
    this.write(path, text.replace(before, after));
  }

  start(parameters: readonly string[], environment: Readonly<Record<string, string>> = {}): Running {
    const child = spawn(process.execPath, [join(repository, "bin", "eks-stack.mjs"), ...parameters], {
      cwd: this.folder,
      env: { ...process.env, SOURCE_DATE_EPOCH: today, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const ended = new Promise<Ended>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
    });
    return {
      ended,
      kill: (signal) => void child.kill(signal),
      stopReading: () => void child.stdout.destroy(),
      printed: (text) =>
        new Promise((resolve, reject) => {
          const look = (): void => {
            if (stdout.includes(text)) resolve();
          };
          child.stdout.on("data", look);
          child.once("close", () => reject(new RangeError(`ended without printing ${text}:\n${stdout}\n${stderr}`)));
          look();
        }),
    };
  }

  run(parameters: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return this.start(parameters, environment).ended;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Runs something in a checkout that is removed afterwards. */
export async function inCheckout<Result>(work: (checkout: Checkout) => Promise<Result>): Promise<Result> {
  const checkout = new Checkout();
  try {
    return await work(checkout);
  } finally {
    checkout.remove();
  }
}

/** The events that a command printed with `--json`. */
export function eventsOf({ stdout }: Ended): readonly PipelineEvent[] {
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as PipelineEvent);
}

/** The last event of `up`, `plan` or `down`. */
export function summaryOf(ended: Ended): Summary {
  const last = eventsOf(ended).at(-1);
  if (last?.type === "summary") return last;
  throw new RangeError(`no summary at the end:\n${ended.stdout.slice(-2_000)}\n${ended.stderr}`);
}
