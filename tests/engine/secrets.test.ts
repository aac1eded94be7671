import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../src/simulator/world/json.ts";
import { open, planned, said, succeed, type Workspace } from "./workspace.ts";

const password = (version: number): string => `
ephemeral "random_password" "database" {
  length  = 32
  special = false
}
resource "aws_secretsmanager_secret" "database" {
  name                    = "database"
  recovery_window_in_days = 0
}
resource "aws_secretsmanager_secret_version" "database" {
  secret_id                = aws_secretsmanager_secret.database.id
  secret_string_wo         = ephemeral.random_password.database.result
  secret_string_wo_version = ${version}
}
`;

/** All that the engine left in the folder, and what the world keeps. */
function written({ folder, world }: Workspace): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = files.map((file) => readFileSync(join(file.parentPath, file.name), "latin1"));
  return [...texts, canonicalJson(world.snapshot())].join("\n");
}

/** The one current value in the cloud, as somebody with the right to read it sees it. */
async function currentValue(workspace: Workspace, configuration: string): Promise<string> {
  workspace.configure(`${configuration}
data "aws_secretsmanager_secret_version" "read" { secret_id = "database" }
output "value" { value = nonsensitive(data.aws_secretsmanager_secret_version.read.secret_string) }`);
  const { text } = succeed(await workspace.run("plan", "-no-color", "-lock=false"));
  return /value = "?(\w+)/.exec(text)?.[1] ?? "";
}

describe("an ephemeral value that flows into a write-only attribute", () => {
  test("reaches the cloud, and is in no state, plan file or record", async () => {
    const workspace = await open(password(1));
    succeed(await workspace.plan("-out=saved"));
    succeed(await workspace.run("apply", "-json", "saved"));
    const value = await currentValue(workspace, password(1));
    expect(value).toMatch(/^\w{32}$/);
    const plan = succeed(await workspace.run("show", "-json", "saved"));
    expect(written(workspace) + plan.text).not.toContain(value);
    expect(workspace.object("aws_secretsmanager_secret_version.database")).toMatchObject({
      secret_string: null,
      secret_string_wo: null,
      has_secret_string_wo: true,
    });
  });

  test("is another one at every run, and is sent only with another version", async () => {
    const workspace = await open(password(1));
    succeed(await workspace.apply());
    const first = await currentValue(workspace, password(1));
    workspace.configure(password(1));
    expect(planned(succeed(await workspace.plan()))).toEqual([]);
    succeed(await workspace.apply(password(2)));
    expect(await currentValue(workspace, password(2))).not.toBe(first);
  });
});

describe("a value that must not be kept is refused", () => {
  test("in an ordinary attribute", async () => {
    const workspace = await open(`
ephemeral "random_password" "one" { length = 8 }
resource "aws_ssm_parameter" "one" {
  name  = "/one"
  type  = "SecureString"
  value = ephemeral.random_password.one.result
}`);
    const plan = await workspace.plan();
    expect(plan.ok).toBe(false);
    expect(said(plan)).toEqual([
      expect.stringMatching(/Invalid use of ephemeral value|Ephemeral value used in non-ephemeral context/),
    ]);
  });

  test("without the version that a write-only value needs", async () => {
    const workspace = await open(password(1).replace(/ +secret_string_wo_version.*\n/, ""));
    const plan = await workspace.plan();
    expect(plan.ok).toBe(false);
    expect(said(plan)).toEqual([expect.stringContaining("all of `secret_string_wo,secret_string_wo_version`")]);
  });

  test("from an ephemeral resource that is configured wrongly", async () => {
    const workspace = await open('ephemeral "random_password" "one" { length = 0 }\n');
    const plan = await workspace.plan();
    expect(plan.ok).toBe(false);
    expect(said(plan)).toEqual([expect.stringContaining("Attribute length value must be at least 1")]);
  });
});
