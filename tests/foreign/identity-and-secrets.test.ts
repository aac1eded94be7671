import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createAccount } from "../../src/simulator/aws/accounts.ts";
import { Aws } from "../../src/simulator/aws/client.ts";
import { createAccessKey } from "../../src/simulator/aws/iam/access-key.ts";
import { createUser } from "../../src/simulator/aws/iam/user.ts";
import { rootPrincipal } from "../../src/simulator/aws/principal.ts";
import { getSecretValue } from "../../src/simulator/aws/secretsmanager/secret-value.ts";
import { openWorld } from "../../src/simulator/world/storage.ts";
import { World } from "../../src/simulator/world/world.ts";
import { apply, expectWholeLife, leftBehind, pendingChanges, type Rehearsal, rehearse, succeed } from "./rehearsal.ts";

const account = "123456789012";

let rehearsal: Rehearsal | undefined;

afterEach(async () => {
  await rehearsal?.close();
  rehearsal = undefined;
});

/** The account's root user in a world. */
function rootOf(world: World): Aws {
  const actor = { stack: "onboarding", run: "onboarding" };
  createAccount(world, { id: account, name: "simulate", actor });
  return new Aws({ world, actor, principal: rootPrincipal(account), account, region: "eu-west-1" });
}

/** What the engine says when it fails to apply, as `address: summary detail`. */
async function refusals({ engine, folder }: Rehearsal): Promise<string[]> {
  const file = join(folder, "saved.plan");
  succeed(await engine.plan({ out: file }));
  const { ok, diagnostics } = await engine.apply(file);
  expect(ok).toBe(false);
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ address, summary, detail }) => `${address}: ${summary} ${detail}`);
}

/** The texts of all files below a folder. */
function textsIn(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
    .join("\n");
}

test("roles, policies, keys, log groups, secrets and parameters live from plan to destroy", async () => {
  rehearsal = await rehearse("identity-and-secrets");
  await expectWholeLife(rehearsal);
});

test("outputs know the caller, the key, the roles and what documents make of each other", async () => {
  rehearsal = await rehearse("identity-and-secrets");
  await apply(rehearsal);
  const outputs = await rehearsal.engine.outputs();
  expect(outputs).toMatchObject({
    caller: { value: `arn:aws:iam::${account}:user/administrator` },
    key: { value: expect.stringMatching(/^key\/[0-9a-f-]{36}$/) },
    roles: { value: [expect.stringMatching(/^arn:aws:iam::123456789012:role\/instances-\d{18}[0-9a-f]{8}$/)] },
    statements: { value: ["Read", "Decrypt", "Write"] },
    image: { value: expect.stringMatching(/^ami-0[0-9a-f]{16}$/) },
  });
});

test("the password is in the secret, and in no file of the engine or of the world", async () => {
  const home = mkdtempSync(join(tmpdir(), "world-"));
  const stored = openWorld(home);
  rehearsal = await rehearse("identity-and-secrets", {}, stored.world);
  await apply(rehearsal);
  const { value } = getSecretValue(rootOf(stored.world), "foreign/database");
  const { password } = JSON.parse(value) as { password: string };
  expect(password).toMatch(/^[A-Za-z0-9]{40}$/);
  stored.close();
  const written = textsIn(rehearsal.folder) + textsIn(home);
  expect(written).toContain("foreign/database");
  for (const text of [password, Buffer.from(value).toString("base64")]) expect(written).not.toContain(text);
  rmSync(home, { recursive: true });
});

test("another version writes the passwords anew and touches nothing else", async () => {
  rehearsal = await rehearse("identity-and-secrets");
  await apply(rehearsal);
  writeFileSync(join(rehearsal.folder, "version.auto.tfvars"), "password_version = 2\n");
  const changes = await pendingChanges(rehearsal);
  expect(changes.map((change) => change.replace(/ \(.*/s, "")).sort()).toEqual([
    "delete+create aws_secretsmanager_secret_version.database",
    "update aws_ssm_parameter.password",
  ]);
});

test("a key that its maker could not change again is refused by KMS", async () => {
  const world = World.inMemory();
  const { arn } = createUser(rootOf(world), { name: "keeper" });
  rehearsal = await rehearse("identity-and-secrets", { TF_VAR_key_administrator: arn }, world);
  expect(await refusals(rehearsal)).toContainEqual(
    expect.stringMatching(
      /^aws_kms_key\.data: creating KMS Key: .*MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future\./s,
    ),
  );
});

test("a caller without the right is refused in the service's words, and the rest is made", async () => {
  const world = World.inMemory();
  const aws = rootOf(world);
  createUser(aws, { name: "writer" });
  const { id } = createAccessKey(aws, "writer");
  rehearsal = await rehearse("identity-and-secrets", { TF_VAR_writer_access_key: id }, world);
  const [refusal, ...others] = await refusals(rehearsal);
  expect(others).toEqual([]);
  expect(refusal).toMatch(
    /^aws_cloudwatch_log_group\.audit: creating CloudWatch Logs Log Group: .*api error AccessDeniedException: User: arn:aws:iam::123456789012:user\/writer is not authorized to perform: logs:CreateLogGroup on resource: arn:aws:logs:eu-west-1:123456789012:log-group:\/foreign\/audit-\S+:log-stream: because no identity-based policy allows the logs:CreateLogGroup action/s,
  );
  succeed(await rehearsal.engine.destroy());
  expect(leftBehind(rehearsal)).toEqual([]);
});

test("the name of a secret that waits for its deletion is not free for the next apply", async () => {
  rehearsal = await rehearse("identity-and-secrets");
  await apply(rehearsal);
  succeed(await rehearsal.engine.destroy());
  expect(await refusals(rehearsal)).toEqual([
    expect.stringMatching(
      /^aws_secretsmanager_secret\.database: creating Secrets Manager Secret \(foreign\/database\): .*InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion\./s,
    ),
  ]);
});
