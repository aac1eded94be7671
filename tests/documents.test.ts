import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { applicationsSchema } from "../src/configuration/applications.ts";
import { environmentSchema } from "../src/configuration/environment.ts";
import { nodesSchema } from "../src/configuration/nodes.ts";
import { optionalModules } from "../src/configuration/optional-modules.ts";
import { applications } from "../src/modules/gitops/testing/rendered.ts";
import { eventKinds } from "../src/pipeline/events.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
  .map((path) => read(join("src", path)));

// Defect 117: documents told of folders, roles and commands that did not exist.

test("docs/errors.md lists every code that an error can have, and no other", () => {
  const raised = new Set(sources.flatMap((text) => text.match(/ES0\d{3}/g) ?? []));
  const listed = new Set(
    read("docs/errors.md")
      .match(/^\| ES0\d{3}/gm)
      ?.map((cell) => cell.slice(2)),
  );
  expect([...listed].sort()).toEqual([...raised].sort());
});

test("docs/events.md lists every kind of event with its code, and no other", () => {
  const listed = [...read("docs/events.md").matchAll(/^\| (ES1\d{3}) \| `(\w+)`/gm)].map(([, code, type]) => [
    type,
    code,
  ]);
  expect(Object.fromEntries(listed)).toEqual(
    Object.fromEntries(Object.entries(eventKinds).map(([type, { code }]) => [type, code])),
  );
});

test("every document that a document or a message names exists", () => {
  const documents = ["README.md", ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`)];
  const texts = [...sources, ...documents.filter((path) => path.endsWith(".md")).map(read)];
  const named = new Set(texts.flatMap((text) => text.match(/docs\/[a-z-]+\.(?:md|svg)/g) ?? []));
  expect([...named].filter((path) => !documents.includes(path))).toEqual([]);
});

test.each([
  { title: "Folders", folder: "src", before: "src/" },
  { title: "Modules", folder: "src/modules", before: "" },
  { title: "Simulator", folder: "src/simulator", before: "" },
])("docs/architecture.md lists every folder of $folder, and no other", ({ title, folder, before }) => {
  const section = read("docs/architecture.md").split(`\n## ${title}\n`)[1]?.split("\n## ")[0] ?? "";
  const firstCells = section.match(/^\| `[^|]*/gm) ?? [];
  const listed = firstCells.flatMap((cell) => [...cell.matchAll(new RegExp(`\`${before}([\\w-]+)/\``, "g"))]);
  const there = readdirSync(join(root, folder), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(listed.map(([, name]) => name).sort()).toEqual(there.map(({ name }) => name).sort());
});

test("docs/environments.md names every group, size and switch of an environment", () => {
  const text = read("docs/environments.md");
  const switches = (group: string, shape: object): string[] => Object.keys(shape).map((name) => `\`${group}.${name}`);
  const named = [
    ...Object.keys(environmentSchema.shape).map((name) => `\`${name}`),
    ...Object.keys(nodesSchema.shape).map((name) => `\`${name}`),
    ...switches("applications", applicationsSchema.shape),
    ...switches("optional", optionalModules.shape),
  ];
  expect(named.filter((name) => !text.includes(name))).toEqual([]);
});

test("docs/environments.md lists every application with its engine, wave and namespace, and no other", () => {
  const rows = read("docs/environments.md").matchAll(
    /^\| `([\w-]+)`[^|]*\| `(argo-cd|flux)` \| (\d) \| `([\w-]+)` \|/gm,
  );
  const there = applications().map(({ name, engine, wave, namespace }) => `${name} ${engine} ${wave} ${namespace}`);
  expect([...rows].map(([, ...cells]) => cells.join(" ")).sort()).toEqual(there.sort());
});

test("the README's commands are commands of the package", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const named = [...read("README.md").matchAll(/npm (?:run )?([a-z]+)/g)].map(([, name = ""]) => name);
  const builtIn = ["ci", "install", "test", "start", "pack"];
  expect(named.filter((name) => !(name in scripts) && !builtIn.includes(name))).toEqual([]);
});
