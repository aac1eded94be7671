import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findEngine } from "../engine/find.ts";
import { EksStackError } from "../errors.ts";
import { readWorld } from "../simulator/world/storage.ts";
import { World } from "../simulator/world/world.ts";
import { simulate } from "./simulate.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "simulate-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function run(...parameters: readonly string[]): Promise<number> {
  const { path } = await findEngine(process.env.PATH ?? "");
  return simulate({
    world: join(folder, "world"),
    command: [path, ...parameters],
    folder,
    environment: process.env,
    stdio: "ignore",
  });
}

function roles(): readonly string[] {
  const world = new World(readWorld(join(folder, "world"), "").snapshot);
  return [...world.table("aws/123456789012/global/iam/role").keys()];
}

test("a configuration is applied to a world, which the next command finds again", async () => {
  writeFileSync(
    join(folder, "main.tf"),
    'resource "aws_iam_role" "one" {\n  name = "one"\n  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ ' +
      'Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })\n}\n',
  );
  expect(await run("init")).toBe(0);
  expect(await run("apply", "-auto-approve")).toBe(0);
  expect(roles()).toContain("one");
  expect(await run("plan", "-detailed-exitcode")).toBe(0);
  expect(await run("destroy", "-auto-approve")).toBe(0);
  expect(roles()).not.toContain("one");
});

test("the exit code of the engine is passed on", async () => {
  writeFileSync(join(folder, "main.tf"), 'resource "random_id" "one" { byte_length = 0 }\n');
  expect(await run("init")).toBe(0);
  expect(await run("plan")).toBe(1);
});

test("a command that does not exist is an error with the way out, and the world is free again", async () => {
  const command = simulate({ world: join(folder, "world"), command: ["no-such-engine"], folder, environment: {} });
  await expect(command).rejects.toThrow(EksStackError);
  expect(await run("version")).toBe(0);
});

test("the engine does not see the caller's credentials, but the variables of its configuration", async () => {
  const script = join(folder, "engine");
  writeFileSync(
    script,
    '#!/bin/sh\n[ "$TF_VAR_name" = x ] && [ -z "$AWS_PROFILE" ] && [ "$AWS_REGION" = eu-west-1 ]\n',
  );
  chmodSync(script, 0o755);
  const environment = { TF_VAR_name: "x", AWS_PROFILE: "production", AWS_REGION: "eu-west-1", PATH: process.env.PATH };
  expect(await simulate({ world: undefined, command: [script], folder, environment, stdio: "ignore" })).toBe(0);
  const without = { ...environment, TF_VAR_name: undefined };
  expect(await simulate({ world: undefined, command: [script], folder, environment: without, stdio: "ignore" })).toBe(
    1,
  );
});
