import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkRendered, writeRendered } from "./files.ts";
import { sealed } from "./seal.ts";

const path = "rendered/development/kubernetes-infrastructure/main.tf.json";
const other = "rendered/administrative/main.tf.json";

function rendering(value: string): Map<string, string> {
  return new Map([
    [other, sealed('{\n  "terraform": {}\n}\n')],
    [path, sealed(`{\n  "locals": {\n    "value": "${value}"\n  }\n}\n`)],
  ]);
}

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "rendered-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function put(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

describe("writing", () => {
  test("makes every file as it was rendered, and leaves nothing to do the second time", () => {
    expect(writeRendered(root, rendering("one")).changed).toEqual([other, path]);
    for (const [file, text] of rendering("one")) expect(read(file)).toBe(text);
    expect(writeRendered(root, rendering("one"))).toEqual({ changed: [], kept: new Map() });
  });

  test("touches only what differs", () => {
    writeRendered(root, rendering("one"));
    expect(writeRendered(root, rendering("two"))).toEqual({ changed: [path], kept: new Map() });
  });

  test("removes the file of a stack that is gone, with the folders that it leaves empty", () => {
    writeRendered(root, rendering("one"));
    const without = new Map([...rendering("one")].filter(([file]) => file !== path));
    expect(writeRendered(root, without)).toEqual({ changed: [path], kept: new Map() });
    expect(existsSync(join(root, "rendered/development"))).toBe(false);
    expect(existsSync(join(root, other))).toBe(true);
  });

  test("leaves alone what no engine reads as configuration: a lock file, a note, a provider's cache", () => {
    writeRendered(root, rendering("one"));
    const foreign = [".terraform.lock.hcl", "NOTES.md", ".terraform/modules/x/main.tf"].map(
      (name) => `${dirname(path)}/${name}`,
    );
    for (const file of foreign) put(file, "somebody else's");
    writeRendered(root, new Map([[other, rendering("one").get(other) ?? ""]]));
    for (const file of foreign) expect(read(file)).toBe("somebody else's");
  });

  test("keeps aside the text of a file that was edited by hand, and says where", () => {
    writeRendered(root, rendering("one"));
    const edited = read(path).replace("one", "by hand");
    put(path, edited);
    const { changed, kept } = writeRendered(root, rendering("one"));
    expect(changed).toEqual([path]);
    expect([...kept]).toEqual([[path, `.eks-stack/edited/${path}`]]);
    expect(read(`.eks-stack/edited/${path}`)).toBe(edited);
    expect(read(path)).toBe(rendering("one").get(path));
  });

  test("keeps aside a file that was added by hand, before it removes it", () => {
    writeRendered(root, rendering("one"));
    const added = `${dirname(path)}/extra.tf`;
    put(added, 'resource "aws_vpc" "by_hand" {}\n');
    expect([...writeRendered(root, rendering("one")).kept.values()]).toEqual([`.eks-stack/edited/${added}`]);
    expect(existsSync(join(root, added))).toBe(false);
  });

  test.skipIf(process.getuid?.() === 0)("into a folder that cannot be written says so", () => {
    mkdirSync(join(root, "rendered"));
    chmodSync(join(root, "rendered"), 0o500);
    expect(() => writeRendered(root, rendering("one"))).toThrow("ES0211");
    chmodSync(join(root, "rendered"), 0o700);
  });

  test("where a file is in the way of a folder says so", () => {
    put("rendered", "a file");
    expect(() => writeRendered(root, rendering("one"))).toThrow("ES0211");
  });
});

describe("checking", () => {
  test("finds nothing in what was just written", () => {
    writeRendered(root, rendering("one"));
    expect(checkRendered(root, rendering("one"))).toEqual([]);
  });

  test("finds every file missing where nothing was rendered yet", () => {
    expect(checkRendered(root, rendering("one"))).toEqual([
      { path: other, kind: "missing" },
      { path, kind: "missing" },
    ]);
  });

  test("tells what is stale from what was edited by hand, missing or extra", () => {
    writeRendered(root, rendering("one"));
    expect(checkRendered(root, rendering("two"))).toEqual([{ path, kind: "stale" }]);
    put(path, read(path).replace("one", "by hand"));
    rmSync(join(root, other));
    put("rendered/development/extra.tf.json", "{}");
    expect(checkRendered(root, rendering("two"))).toEqual([
      { path: other, kind: "missing" },
      { path: "rendered/development/extra.tf.json", kind: "extra" },
      { path, kind: "edited" },
    ]);
  });

  test("changes nothing", () => {
    writeRendered(root, rendering("one"));
    put(path, "edited");
    checkRendered(root, rendering("one"));
    expect(read(path)).toBe("edited");
  });
});
