import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { leaksIn } from "./secrets.ts";

const secret = 'swordfish"1';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "secrets-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** How many places are found in a file of that content. */
function found(content: Buffer | string): number {
  writeFileSync(join(folder, "file"), content);
  return leaksIn([{ text: secret, heldBy: "Secret team/login" }], [folder], {}).length;
}

/** An archive of one compressed file, as the engine saves plans. */
function zip(content: string): Buffer {
  const name = Buffer.from("tfplan");
  const body = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(body.length, 20);
  central.writeUInt16LE(name.length, 28);
  return Buffer.concat([local, name, body, central, name]);
}

describe("the search for secrets", () => {
  test("finds one as it is, as JSON writes it, and in Base64", () => {
    expect(found(`password: ${secret}`)).toBe(1);
    expect(found(JSON.stringify({ password: secret }))).toBe(1);
    expect(found(Buffer.from(secret).toString("base64"))).toBe(1);
  });

  test("looks into saved plans and compressed files", () => {
    expect(found(zip(`a plan with ${secret}`))).toBe(1);
    expect(found(gzipSync(`values: ${secret}`))).toBe(1);
  });

  test("finds nothing where nothing is", () => {
    expect(found(zip("a plan without"))).toBe(0);
    expect(found("password: swordfish")).toBe(0);
  });

  test("looks at what a command printed", () => {
    expect(leaksIn([{ text: secret, heldBy: "x" }], [], { up: `log: ${secret}` })).toEqual(["up shows x"]);
  });
});
