import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EksStackError, type Problem } from "../errors.ts";
import { findEngine } from "./find.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "find-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A folder with an engine that answers `version -json` with this text. */
function withEngine(name: string, answer: string): string {
  const place = mkdtempSync(join(folder, "bin-"));
  writeFileSync(join(place, name), `#!/bin/sh\ncat <<'ANSWER'\n${answer}\nANSWER\n`);
  chmodSync(join(place, name), 0o755);
  return place;
}

function version(text: string): string {
  return JSON.stringify({ terraform_version: text });
}

async function problemOf(searchPath: string): Promise<Problem | undefined> {
  const error = await findEngine(searchPath).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof EksStackError ? error.problems[0] : undefined;
}

async function codeOf(searchPath: string): Promise<string | undefined> {
  return (await problemOf(searchPath))?.code;
}

test("OpenTofu is preferred to Terraform, whatever their order on the path", async () => {
  const searchPath = [withEngine("terraform", version("1.14.0")), withEngine("tofu", version("1.12.6"))];
  expect(await findEngine(searchPath.join(delimiter))).toEqual({
    name: "tofu",
    path: join(searchPath[1] ?? "", "tofu"),
    version: "1.12.6",
  });
});

test("Terraform is taken where there is no OpenTofu", async () => {
  expect(await findEngine(withEngine("terraform", version("1.11.4")))).toMatchObject({ name: "terraform" });
});

test("a folder or a file that cannot be executed is no engine", async () => {
  mkdirSync(join(folder, "tofu"));
  writeFileSync(join(folder, "terraform"), "");
  expect(await codeOf(folder)).toBe("ES0301");
});

test("an empty path has no engine", async () => {
  expect(await codeOf("")).toBe("ES0301");
});

test.each(["usage: tofu [recipe]", "{}", '{"terraform_version":"soon"}', ""])(
  "a program that answers %j is no engine, and is named",
  async (answer) => {
    const place = withEngine("tofu", answer);
    expect(await problemOf(place)).toMatchObject({ code: "ES0301", file: join(place, "tofu") });
  },
);

test("an engine that is too old is refused, with its place and what is needed", async () => {
  const place = withEngine("tofu", version("1.10.9"));
  expect(await problemOf(place)).toMatchObject({
    code: "ES0302",
    file: join(place, "tofu"),
    problem: expect.stringContaining("1.10.9"),
    hint: expect.stringContaining("opentofu.org"),
  });
});

test("an engine that is too old is not hidden by a newer one of the other name behind it", async () => {
  const searchPath = [withEngine("terraform", version("1.14.0")), withEngine("tofu", version("1.10.9"))];
  expect(await codeOf(searchPath.join(delimiter))).toBe("ES0302");
});
