import { expect, test } from "vitest";
import { policyOf, synthesise } from "../../stacks/testing/root-module.ts";
import { LogEncryptionKey } from "./encryption-key.ts";

const module = synthesise((stack) => {
  new LogEncryptionKey(stack, "log-encryption", {
    account: "111111111111",
    region: "us-east-2",
    alias: "k8/logs",
    logGroups: ["/aws/eks/k8/cluster"],
    preventDestroy: true,
  });
});

// Defect 34: log groups had no key.
test("the key encrypts the named log groups, for the log service of its own Region", () => {
  const [, encrypt] = policyOf(module.resource("aws_kms_key.logs").policy).Statement;
  expect(encrypt).toMatchObject({
    Principal: { Service: "logs.us-east-2.amazonaws.com" },
    Condition: {
      ArnEquals: {
        "kms:EncryptionContext:aws:logs:arn": ["arn:aws:logs:us-east-2:111111111111:log-group:/aws/eks/k8/cluster"],
      },
    },
  });
});

test("the key has a name, rotates, and is guarded where that is asked for", () => {
  expect(module.resource("aws_kms_alias.logs").name).toBe("alias/k8/logs");
  expect(module.resource("aws_kms_key.logs")).toMatchObject({
    enable_key_rotation: true,
    lifecycle: { prevent_destroy: true },
  });
});
