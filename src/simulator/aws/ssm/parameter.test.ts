import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { allow, userWith } from "../../testing/identities.ts";
import { recordedWorld } from "../../testing/recording.ts";
import { findParameter, getParameter } from "./parameter.ts";

const type = "aws_ssm_parameter";
const colour = { name: "/app/colour", type: "String", value: "blue" };

function parameter(cloud: TestCloud, config: Values = {}): Values {
  return cloud.create(type, { ...colour, ...config });
}

describe("a parameter", () => {
  test("is read as it was made, and planning it again changes nothing", () => {
    const cloud = testCloud();
    const config = { ...colour, description: "of the app", tags: { team: "a" } };
    const state = parameter(cloud, config);
    expect(state).toMatchObject({
      id: "/app/colour",
      arn: "arn:aws:ssm:us-east-1:123456789012:parameter/app/colour",
      tier: "Standard",
      version: 1,
      key_id: "",
    });
    expect(cloud.read(type, state)).toEqual(state);
    expect(cloud.plan(type, state, config).action).toBe("none");
    expect(cloud.import(type, "/app/colour")).toMatchObject({ value: "blue", tags: { team: "a" } });
  });

  test("gets another version with every change of it, and none with its tags", () => {
    const cloud = testCloud();
    const first = parameter(cloud, { tags: { team: "a" } });
    const second = cloud.update(first, type, { ...colour, value: "red", tags: { team: "a" } });
    expect(second).toMatchObject({ version: 2, value: "red" });
    const tagged = cloud.update(second, type, { ...colour, value: "red", tags: { owner: "b" } });
    expect(tagged).toMatchObject({ version: 2, tags_all: { owner: "b" } });
    expect(getParameter(cloud.aws, "/app/colour:1").value).toBe("blue");
    expect(getParameter(cloud.aws, "/app/colour").value).toBe("red");
  });

  test("is overwritten only when the configuration lets it be", () => {
    const cloud = testCloud();
    const state = parameter(cloud);
    expect(() => parameter(cloud)).toThrow("ParameterAlreadyExists");
    expect(parameter(cloud, { value: "red", overwrite: true }).version).toBe(2);
    const fixed = { ...colour, value: "green", overwrite: false };
    expect(() => cloud.update(state, type, fixed)).toThrow("ParameterAlreadyExists");
  });

  test("grows into the tier that its value needs, and is replaced to become small again", () => {
    const cloud = testCloud();
    const config = { value: "a".repeat(5_000), tier: "Intelligent-Tiering" };
    const state = parameter(cloud, config);
    expect(state.tier).toBe("Advanced");
    expect(cloud.plan(type, state, { ...colour, ...config }).action).toBe("none");
    expect(cloud.plan(type, state, { ...colour, tier: "Standard" }).replace).toEqual(["tier"]);
  });

  test("without a slash at the beginning has one in its ARN all the same", () => {
    const cloud = testCloud();
    const state = parameter(cloud, { name: "colour" });
    expect(state.arn).toBe("arn:aws:ssm:us-east-1:123456789012:parameter/colour");
    expect(getParameter(cloud.aws, String(state.arn)).value).toBe("blue");
  });

  test("that somebody deleted is gone from the state, and its deletion is no error", () => {
    const cloud = testCloud();
    const state = parameter(cloud);
    cloud.delete(type, state);
    expect(findParameter(cloud.aws, "/app/colour")).toBeUndefined();
    expect(cloud.read(type, state)).toBeNull();
    expect(() => cloud.delete(type, state)).not.toThrow();
  });
});

describe("a secure parameter", () => {
  test("is encrypted with the key of AWS unless it names another", () => {
    expect(parameter(testCloud(), { type: "SecureString" }).key_id).toBe("alias/aws/ssm");
  });

  test("gives its value only to those who may use its key", () => {
    const cloud = testCloud();
    const key = cloud.create("aws_kms_key", {});
    parameter(cloud, { type: "SecureString", key_id: String(key.arn) });
    const reader = (name: string, actions: readonly string[]) =>
      userWith(cloud, [allow({ Action: ["ssm:GetParameter", ...actions] })], { name });
    expect(reader("ann", ["kms:Decrypt"]).data(type, { name: "/app/colour" }).value).toBe("blue");
    const bob = reader("bob", []);
    expect(() => bob.data(type, { name: "/app/colour" })).toThrow(
      "operation error SSM: GetParameter, https response error StatusCode: 400",
    );
    expect(bob.data(type, { name: "/app/colour", with_decryption: false }).value).not.toContain("blue");
  });

  test("is not shown as an insecure value, and a plain one is", () => {
    const cloud = testCloud();
    parameter(cloud, { type: "SecureString" });
    parameter(cloud, { name: "/app/size" });
    expect(cloud.data(type, { name: "/app/colour" })).toMatchObject({ value: "blue", insecure_value: null });
    expect(cloud.data(type, { name: "/app/size" })).toMatchObject({ value: "blue", insecure_value: "blue" });
  });

  test("with an insecure value is refused when it is there already, as by the provider", () => {
    const cloud = testCloud();
    const config = { type: "SecureString", value: null, insecure_value: "blue" };
    expect(() => parameter(cloud, config)).toThrow("cannot set type = SecureString and insecure_value");
    expect(findParameter(cloud.aws, "/app/colour")?.type).toBe("SecureString");
  });
});

describe("a value stands", () => {
  test("in the attribute that the configuration uses, and in no other", () => {
    const cloud = testCloud();
    expect(parameter(cloud)).toMatchObject({ value: "blue", insecure_value: null });
    const insecure = { name: "/app/size", value: null, insecure_value: "big" };
    expect(parameter(cloud, insecure)).toMatchObject({ value: null, insecure_value: "big" });
  });

  test("nowhere when it is write-only, and is written again with another number", () => {
    const cloud = testCloud();
    const config = (value: string, version: number) => ({
      name: "/app/password",
      type: "SecureString",
      value_wo: value,
      value_wo_version: version,
    });
    const state = cloud.create(type, config("correct horse", 1));
    expect(state).toMatchObject({ has_value_wo: true, value: null, insecure_value: null });
    expect(getParameter(cloud.aws, "/app/password").value).toBe("correct horse");
    expect(cloud.plan(type, state, config("battery staple", 1)).action).toBe("none");
    const updated = cloud.update(state, type, config("battery staple", 2));
    expect(getParameter(cloud.aws, "/app/password").value).toBe("battery staple");
    expect(JSON.stringify([state, updated, cloud.read(type, updated)])).not.toMatch(/horse|staple/);
  });

  test("for the moment only in an ephemeral resource", () => {
    const cloud = testCloud();
    const { arn } = parameter(cloud, { type: "SecureString" });
    expect(cloud.open(type, { arn: String(arn) })).toMatchObject({
      name: "/app/colour",
      type: "SecureString",
      value: "blue",
      version: 1,
    });
  });
});

test("no value is in the journal or in what the world writes, whatever its type", () => {
  const { world, journal, written } = recordedWorld();
  const cloud = testCloud({ world });
  parameter(cloud, { value: "correct horse" });
  parameter(cloud, { name: "/app/password", type: "SecureString", value: "battery staple" });
  expect(() => parameter(cloud, { name: "/app/size", value: "hunter2 hunter2", allowed_pattern: "^a$" })).toThrow();
  expect(journal.map(({ action }) => action)).toContain("ssm:PutParameter");
  for (const value of ["correct horse", "battery staple", "hunter2 hunter2"]) expect(written()).not.toContain(value);
});
