import { expect, test } from "vitest";
import { messageType } from "./messages.ts";

/** What the other side reads of a message. */
function sent(name: string, message: object): Readonly<Record<string, unknown>> {
  const type = messageType(name);
  return type.decode(type.encode(message));
}

test("a plain object with objects in it arrives as it was", () => {
  const request = sent("PlanResourceChangeRequest", {
    type_name: "null_resource",
    config: { msgpack: Buffer.from([0x80]) },
  });
  expect(request).toMatchObject({ type_name: "null_resource", config: { msgpack: Buffer.from([0x80]) } });
});

test("a field that was not sent has its default", () => {
  const request = sent("CallFunctionRequest", {});
  expect([request.name, request.arguments]).toEqual(["", []]);
  expect(sent("ReadDataSourceRequest", {}).config).toBeNull();
});

test("an integer of 64 bits converts to a number, sent or not", () => {
  expect(Number(sent("UpgradeResourceStateRequest", { version: 3 }).version)).toBe(3);
  expect(Number(sent("UpgradeResourceStateRequest", {}).version)).toBe(0);
});

test("a default that is handed on is an empty field", () => {
  const { planned_private } = sent("ApplyResourceChangeRequest", {});
  expect(sent("ApplyResourceChangeResponse", { private: planned_private }).private).toHaveLength(0);
});
