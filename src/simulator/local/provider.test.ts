import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TestProvider } from "../testing/provider.ts";
import { World } from "../world/world.ts";
import { localProvider } from "./provider.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "local-"));
  mkdirSync(join(folder, "work"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function local() {
  const service = localProvider(join(folder, "work"));
  const client = service.configure({}, { PATH: process.env.PATH ?? "", GREETING: "hello" });
  return new TestProvider(World.inMemory(), service, client);
}

describe("local_file", () => {
  test("is written below the engine's folder, with its checksums, and removed", () => {
    const state = local().create("local_file", { filename: "a/b.txt", content: "hi", file_permission: "0640" });
    const place = join(folder, "work", "a", "b.txt");
    expect(readFileSync(place, "utf8")).toBe("hi");
    expect(statSync(place).mode & 0o777).toBe(0o640);
    expect(state).toMatchObject({
      id: "c22b5f9178342609428d6f51b2c5af4c0bde6a42",
      content_md5: "49f68a5c8493ec2c0bf489821c21fc3b",
      content_base64sha256: "j0NDRmSPa5bfid2pAcUXaxCm2Dlh3TwayItZstwyeqQ=",
    });
    local().delete("local_file", state);
    expect(existsSync(place)).toBe(false);
  });

  test("that somebody changed is written again; one that is as it was is left alone", () => {
    const config = { filename: "a.txt", content_base64: "aGk=" };
    const state = local().create("local_file", config);
    expect(local().read("local_file", state)).toEqual(state);
    expect(local().plan("local_file", state, config).action).toBe("none");
    writeFileSync(join(folder, "work", "a.txt"), "changed");
    expect(local().read("local_file", state)).toBeNull();
  });

  test("is copied from a source", () => {
    writeFileSync(join(folder, "work", "source"), "copied");
    local().create("local_sensitive_file", { filename: "target", source: "source" });
    expect(readFileSync(join(folder, "work", "target"), "utf8")).toBe("copied");
    expect(() => local().create("local_sensitive_file", { filename: "target", source: "gone" })).toThrow("ENOENT");
  });

  test("needs exactly one content", () => {
    expect(() => local().create("local_file", { filename: "a" })).toThrow("content");
    expect(() => local().create("local_file", { filename: "a", content: "b", content_base64: "Yg==" })).toThrow(
      "content",
    );
  });

  test.each(["../outside.txt", "/tmp/eks-stack-outside.txt", "link/outside.txt"])(
    "is never written to %s",
    (filename) => {
      symlinkSync(folder, join(folder, "work", "link"));
      expect(() => local().create("local_file", { filename, content: "x" })).toThrow("working folder");
      expect(existsSync(join(folder, "outside.txt"))).toBe(false);
    },
  );
});

describe("data sources", () => {
  test("read a file", () => {
    writeFileSync(join(folder, "work", "a.txt"), "hi");
    expect(local().data("local_file", { filename: "a.txt" })).toMatchObject({ content: "hi", content_base64: "aGk=" });
    expect(() => local().data("local_file", { filename: "gone" })).toThrow("ENOENT");
  });

  test("run a command in the engine's folder with the run's environment", () => {
    const config = { command: "sh", arguments: ["-c", 'cat; echo " $GREETING $(basename "$PWD")"'], stdin: "in" };
    expect(local().data("local_command", config)).toMatchObject({
      exit_code: 0,
      stdout: "in hello work\n",
      stderr: null,
    });
  });

  test("a failing command is an error unless it is allowed to fail", () => {
    const config = { command: "sh", arguments: ["-c", "echo no >&2; exit 3"] };
    expect(() => local().data("local_command", config)).toThrow("exit status 3");
    expect(local().open("local_command", { ...config, allow_non_zero_exit_code: true })).toMatchObject({
      exit_code: 3,
      stderr: "no\n",
    });
  });
});

test("direxists tells folders from nothing, and refuses a file", () => {
  const call = localProvider(folder).functions[0]?.call;
  writeFileSync(join(folder, "file"), "");
  expect([call?.("work"), call?.("gone")]).toEqual([true, false]);
  expect(() => call?.("file")).toThrow("not a directory");
});
