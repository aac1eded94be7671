import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EksStackError } from "../errors.ts";
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

async function codeOf(searchPath: string): Promise<string | undefined> {
  const error = await findEngine(searchPath).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof EksStackError ? error.problems[0]?.code : undefined;
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

test("a program that does not answer as an engine is refused", async () => {
  expect(await codeOf(withEngine("tofu", "usage: tofu [recipe]"))).toBe("ES0301");
});

test("an engine that is too old is refused", async () => {
  expect(await codeOf(withEngine("tofu", version("1.10.9")))).toBe("ES0302");
});
