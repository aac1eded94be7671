import { describe, expect, test } from "vitest";
import { testCloud } from "../../testing/cloud.ts";
import { type TestSpacelift, testSpacelift } from "../../testing/spacelift.ts";
import { assumeIntegrationRole } from "../assume-role.ts";
import { readAccount } from "../queries/account.ts";

/** An integration whose role may be assumed with external ids of a form. */
function integration(spacelift: TestSpacelift, externalId: string): string {
  const statement = {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::324880187172:root" },
    Action: "sts:AssumeRole",
    Condition: { StringLike: { "sts:ExternalId": externalId } },
  };
  const assume_role_policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const { arn } = testCloud({ world: spacelift.world }).create("aws_iam_role", { name: "ci", assume_role_policy });
  return String(spacelift.create("spacelift_aws_integration", { name: "aws", role_arn: String(arn) }).id);
}

function attach(spacelift: TestSpacelift, integration_id: string, access = {}): void {
  const stack_id = spacelift.stack("App");
  spacelift.create("spacelift_aws_integration_attachment", { integration_id, stack_id, ...access });
}

describe("attaching an integration", () => {
  test("assumes its role with the external id of account, integration, stack and access", () => {
    const spacelift = testSpacelift();
    const id = integration(spacelift, "acme@*@app@write");
    expect(() => attach(spacelift, id, { read: false })).not.toThrow();
  });

  test("is known by its write id when it reads and writes", () => {
    const spacelift = testSpacelift();
    const id = integration(spacelift, "acme@*@app@write");
    expect(() => attach(spacelift, id)).not.toThrow();
  });

  test("says what is wrong with the trust in the words that the provider looks for", () => {
    const spacelift = testSpacelift();
    const id = integration(spacelift, "other@*");
    expect(() => attach(spacelift, id)).toThrow(
      "could not attach the aws integration: you need to configure trust relationship",
    );
  });

  test("does not try the role when workers bring their own identity", () => {
    const spacelift = testSpacelift();
    const role_arn = "arn:aws:iam::123456789012:role/unknown";
    const config = { name: "aws", role_arn, generate_credentials_in_worker: true };
    const { id } = spacelift.create("spacelift_aws_integration", config);
    expect(() => attach(spacelift, String(id))).not.toThrow();
  });
});

test("the external id and the trust statement are told before anything is attached", () => {
  const spacelift = testSpacelift();
  const integration_id = integration(spacelift, "acme@*");
  const asked = { integration_id, stack_id: spacelift.stack("App"), write: true };
  const { external_id, assume_role_policy_statement } = spacelift.data(
    "spacelift_aws_integration_attachment_external_id",
    asked,
  );
  expect(external_id).toBe(`acme@${integration_id}@app@write`);
  expect(JSON.parse(String(assume_role_policy_statement))).toMatchObject({
    Principal: { AWS: "324880187172" },
    Condition: { StringEquals: { "sts:ExternalId": external_id } },
  });
});

test("credentials last as long as the integration says", () => {
  const spacelift = testSpacelift();
  const id = integration(spacelift, "acme@*");
  const { world } = spacelift;
  const records = readAccount(world, "acme");
  const found = records?.awsIntegrations.get(id);
  const account = { name: "acme", awsAccountId: "324880187172" };
  const actor = { stack: "app", run: "run" };
  const request = { account, projectId: "app", access: "read", sessionName: "run@app@acme", actor } as const;
  const result =
    found && assumeIntegrationRole(world, { ...request, integration: { ...found, durationSeconds: 1_200 } });
  expect(result).toMatchObject({
    ok: true,
    credentials: { expiration: new Date(world.now.getTime() + 1_200_000).toISOString() },
  });
});

test("an integration is taken from its projects when it is deleted", () => {
  const spacelift = testSpacelift();
  const id = integration(spacelift, "acme@*");
  attach(spacelift, id);
  spacelift.delete("spacelift_aws_integration", spacelift.import("spacelift_aws_integration", id));
  expect(spacelift.spacelift.table("aws-integration-attachment").size).toBe(0);
});
