import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { EksStackError, exitCodes } from "../../errors.ts";
import { protectionOf } from "./protection.ts";

/** The folders of one stack's runs, as a Spacelift worker lays them out below `/mnt/workspace`. */
export interface Workspace {
  readonly folder: string;
  /** Source plus project root: where the engine runs. */
  readonly workingFolder: string;
  /** The state that Spacelift keeps for the stack. */
  readonly stateFile: string;
  readonly planFile: string;
  /** Home of the hooks: `~/.kube/config` is below it. */
  readonly home: string;
}

/** Name of the file that hands the managed state to the engine, as Spacelift injects it. */
const backendFile = "spacelift_backend.tf.json";

/** The places of a stack's workspace below the folder of the world. */
export function workspaceOf(world: string, stackId: string, projectRoot: string): Workspace {
  const folder = join(world, "workspaces", stackId);
  return {
    folder,
    workingFolder: join(folder, "source", ...projectRoot.split(posix.sep)),
    stateFile: join(world, "states", `${stackId}.tfstate`),
    planFile: join(folder, "spacelift.plan"),
    home: join(folder, "home"),
  };
}

/**
 * Copies the stack's project root from the repository and injects the backend of the managed state.
 * The engine's own `.terraform` folder of an earlier run stays, so that initialising is quick.
 *
 * @throws EksStackError ES0410 when the project root does not exist in the repository
 */
export function prepareWorkspace(workspace: Workspace, repository: string, projectRoot: string): void {
  const source = join(repository, projectRoot);
  if (!existsSync(source)) {
    throw new EksStackError(
      {
        code: "ES0410",
        file: projectRoot,
        problem: "A stack's project root does not exist in this checkout.",
        hint: "Run eks-stack synth, or correct the project root in the administrative stack.",
      },
      exitCodes.invalid,
    );
  }
  mkdirSync(workspace.workingFolder, { recursive: true });
  mkdirSync(workspace.home, { recursive: true });
  mkdirSync(join(workspace.stateFile, ".."), { recursive: true });
  for (const name of readdirSync(workspace.workingFolder)) {
    if (!name.startsWith(".terraform")) rmSync(join(workspace.workingFolder, name), { recursive: true, force: true });
  }
  cpSync(source, workspace.workingFolder, { recursive: true });
  const backend = { terraform: { backend: { local: { path: workspace.stateFile } } } };
  writeFileSync(join(workspace.workingFolder, backendFile), `${JSON.stringify(backend, null, 2)}\n`);
}

/** A file that Spacelift mounts into a run. */
export interface MountedFile {
  /** Relative to the workspace. */
  readonly path: string;
  readonly content: Uint8Array;
}

/** Writes mounted files below the workspace, where a worker has `/mnt/workspace`; they may lie over the source. */
export function mountFiles(workspace: Pick<Workspace, "folder">, files: readonly MountedFile[]): void {
  for (const { path, content } of files) {
    const file = join(workspace.folder, ...path.split(posix.sep));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content, { mode: 0o600 });
  }
}

/**
 * Makes the copied configuration ready to be torn down: no import brings back what is going, and an override file lifts what
 * keeps resources from being destroyed.
 *
 * @returns addresses whose protection a service keeps too, so that lifting it must be applied before the destroy
 */
export function prepareTeardown(workspace: Workspace): readonly string[] {
  const path = join(workspace.workingFolder, "main.tf.json");
  if (!existsSync(path)) return [];
  const { import: _imports, ...configuration } = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  writeFileSync(path, `${JSON.stringify(configuration, null, 2)}\n`);
  const { override, keptByService } = protectionOf(configuration);
  if (override === null) return [];
  writeFileSync(join(workspace.workingFolder, "protection_override.tf.json"), `${JSON.stringify(override, null, 2)}\n`);
  return keptByService;
}

/** Adds import blocks to what the engine reads. */
export function addImports(
  workspace: Workspace,
  imports: readonly { readonly to: string; readonly id: string }[],
): void {
  if (imports.length === 0) return;
  const path = join(workspace.workingFolder, "imports.tf.json");
  writeFileSync(path, `${JSON.stringify({ import: imports }, null, 2)}\n`);
}

/** The root module in JSON syntax that the engine reads; an empty one where there is none. */
export function readConfiguration(workspace: Workspace): unknown {
  const path = join(workspace.workingFolder, "main.tf.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
}

/**
 * Makes the state whole again after an engine was killed while it wrote it in place: an engine that ends by itself removes its
 * lock. The last whole state comes back; what was made since is in the world, and is removed as unrecorded. A state that is whole is
 * kept beside for that.
 */
export function settleState({ stateFile }: Pick<Workspace, "stateFile">): void {
  const last = `${stateFile}.last`;
  const lock = join(dirname(stateFile), `.${basename(stateFile)}.lock.info`);
  const isWhole = !existsSync(stateFile) || isJson(readFileSync(stateFile, "utf8"));
  if (!isWhole && existsSync(lock)) {
    if (existsSync(last)) copyFileSync(last, stateFile);
    else rmSync(stateFile);
  } else if (isWhole && existsSync(stateFile)) {
    copyFileSync(stateFile, `${last}.new`);
    renameSync(`${last}.new`, last);
  }
  rmSync(lock, { force: true });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The content of the stack's state; undefined before its first apply. */
export function readState(workspace: Pick<Workspace, "stateFile">): unknown {
  if (!existsSync(workspace.stateFile)) return undefined;
  const text = readFileSync(workspace.stateFile, "utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new EksStackError(
      {
        code: "ES0411",
        file: workspace.stateFile,
        problem: "The state of this stack is cut short or was edited by hand: it is not JSON.",
        hint: existsSync(`${workspace.stateFile}.last`)
          ? `Put ${workspace.stateFile}.last in its place, the state before the last run, or remove the world's folder to begin anew.`
          : "Remove the world's folder to begin anew.",
      },
      exitCodes.environment,
      { cause: error },
    );
  }
}
