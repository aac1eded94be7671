import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mountFiles, prepareTeardown, prepareWorkspace, readState, settleState, workspaceOf } from "./workspace.ts";

const root = "rendered/development";
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "workspace-"));
  mkdirSync(join(home, "repository", root), { recursive: true });
  writeFileSync(join(home, "repository", root, "main.tf.json"), "{}");
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const workspace = () => workspaceOf(join(home, "world"), "dpe", root);
const prepared = () => {
  const made = workspace();
  prepareWorkspace(made, join(home, "repository"), root);
  return made;
};

test("a workspace holds the stack's project root and the backend of its managed state", () => {
  const { workingFolder, stateFile } = prepared();
  expect(readFileSync(join(workingFolder, "main.tf.json"), "utf8")).toBe("{}");
  const backend = JSON.parse(readFileSync(join(workingFolder, "spacelift_backend.tf.json"), "utf8"));
  expect(backend).toEqual({ terraform: { backend: { local: { path: stateFile } } } });
});

test("files that left the repository leave the workspace; what the engine initialised stays", () => {
  const { workingFolder } = prepared();
  writeFileSync(join(workingFolder, "old.tf.json"), "{}");
  mkdirSync(join(workingFolder, ".terraform"));
  prepared();
  expect(existsSync(join(workingFolder, "old.tf.json"))).toBe(false);
  expect(existsSync(join(workingFolder, ".terraform"))).toBe(true);
});

test("a project root that the checkout lacks is refused by its path", () => {
  expect(() => prepareWorkspace(workspace(), join(home, "repository"), "rendered/nowhere")).toThrow(
    /rendered\/nowhere.*ES0410/,
  );
});

test("mounted files lie below the workspace, over the source too", () => {
  const { folder, workingFolder } = prepared();
  mountFiles({ folder }, [{ path: `source/${root}/extra.auto.tfvars`, content: Buffer.from('region = "us-east-1"') }]);
  expect(readFileSync(join(workingFolder, "extra.auto.tfvars"), "utf8")).toBe('region = "us-east-1"');
});

test("a tear-down imports nothing and lifts what keeps a resource, naming what a service keeps too", () => {
  const made = prepared();
  const cluster = { deletion_protection: true, lifecycle: { prevent_destroy: true } };
  const configuration = {
    import: [{ id: "dpe", to: "aws_eks_cluster.cluster" }],
    resource: { aws_eks_cluster: { cluster } },
  };
  writeFileSync(join(made.workingFolder, "main.tf.json"), JSON.stringify(configuration));
  expect(prepareTeardown(made)).toEqual(["aws_eks_cluster.cluster"]);
  expect(readFileSync(join(made.workingFolder, "main.tf.json"), "utf8")).not.toContain("import");
  expect(readFileSync(join(made.workingFolder, "protection_override.tf.json"), "utf8")).toContain(
    '"deletion_protection": false',
  );
});

test("a state that was edited into something else is refused with its file and the way out", () => {
  const stateFile = join(home, "dpe.tfstate");
  expect(readState({ stateFile })).toBeUndefined();
  writeFileSync(stateFile, '{"version": 4, ');
  expect(() => readState({ stateFile })).toThrow(/dpe\.tfstate.*ES0411/);
});

test("a state that a killed engine left half written is the last whole one again", () => {
  const stateFile = join(home, "dpe.tfstate");
  writeFileSync(stateFile, '{"version": 4}');
  settleState({ stateFile });
  writeFileSync(stateFile, "");
  writeFileSync(join(home, ".dpe.tfstate.lock.info"), "{}");
  settleState({ stateFile });
  expect(readState({ stateFile })).toEqual({ version: 4 });
  expect(existsSync(join(home, ".dpe.tfstate.lock.info"))).toBe(false);
});

test("a first state that a killed engine left half written is none", () => {
  const stateFile = join(home, "dpe.tfstate");
  writeFileSync(stateFile, '{"vers');
  writeFileSync(join(home, ".dpe.tfstate.lock.info"), "{}");
  settleState({ stateFile });
  expect(readState({ stateFile })).toBeUndefined();
});

test("a state that somebody broke while no engine ran stays as it is", () => {
  const stateFile = join(home, "dpe.tfstate");
  writeFileSync(stateFile, '{"version": 4}');
  settleState({ stateFile });
  writeFileSync(stateFile, '{"version": 4, ');
  settleState({ stateFile });
  expect(() => readState({ stateFile })).toThrow("dpe.tfstate.last in its place");
});
