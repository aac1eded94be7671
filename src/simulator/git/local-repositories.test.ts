import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LocalRepositories } from "./local-repositories.ts";

const url = "https://github.com/acme/platform.git";
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "repository-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function git(...args: readonly string[]): string {
  const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"];
  return execFileSync("git", ["-C", folder, ...identity, ...args], { encoding: "utf8", stdio: "pipe" }).trim();
}

/** A repository whose commit, tags v1.0.0 and v1.1.0 and branch `old` hold other text than its working tree. */
function committed(): string {
  git("init", "-q");
  write("app/a.yaml", "one");
  git("add", "-A");
  git("commit", "-qm", "one");
  git("tag", "v1.0.0");
  git("branch", "old");
  write("app/a.yaml", "two");
  git("commit", "-qam", "two");
  git("tag", "v1.1.0");
  write("app/a.yaml", "three");
  return git("rev-parse", "HEAD");
}

function textAt(revision: string, path = "a.yaml", at = "app"): string | undefined {
  const checkout = new LocalRepositories([{ url, folder, branch: "main" }]).checkout(url, revision, at);
  return typeof checkout === "string" ? checkout : checkout.files.get(path);
}

describe("a local checkout as a git repository", () => {
  test("serves the tracked branch from the working tree, whether or not it is a repository", () => {
    write("app/a.yaml", "plain");
    expect(textAt("main")).toBe("plain");
    committed();
    expect(["main", "HEAD", ""].map((revision) => textAt(revision))).toEqual(["three", "three", "three"]);
  });

  test("serves other branches, tags, commits and ranges of tags from git", () => {
    const commit = committed();
    expect(["old", "v1.0.0", commit, commit.slice(0, 8), "1.x", "~1.0"].map((revision) => textAt(revision))).toEqual([
      ...["one", "one", "two", "two", "two", "one"],
    ]);
  });

  test("says in words of git what is not there", () => {
    committed();
    expect(textAt("mian")).toBe("unable to resolve 'mian' to a commit SHA");
    expect(new LocalRepositories([]).checkout(url, "main", "app")).toBe(
      `failed to list refs: repository not found: ${url}`,
    );
    expect(textAt("main", "a.yaml", "../../etc")).toBe("../../etc: app path is outside root");
  });

  test("never takes a revision for an option", () => {
    committed();
    for (const revision of ["--output=/tmp/x", "-h", "main;ls", "HEAD --"]) {
      expect(textAt(revision)).toBe(`unable to resolve '${revision}' to a commit SHA`);
    }
  });

  test("gives a folder another commit id when a file in it changes, and only then", () => {
    const repositories = new LocalRepositories([{ url, folder, branch: "main" }]);
    const commit = () => (repositories.checkout(url, "main", "app") as { readonly commit: string }).commit;
    write("app/a.yaml", "one");
    const first = commit();
    write("other/b.yaml", "b");
    expect(commit()).toBe(first);
    write("app/a.yaml", "longer");
    expect(commit()).not.toBe(first);
    expect(first).toMatch(/^[0-9a-f]{40}$/);
  });

  test("is the same under every form of its address", () => {
    write("app/a.yaml", "one");
    const repositories = new LocalRepositories([{ url, folder, branch: "main" }]);
    for (const form of [
      "git@github.com:acme/platform.git",
      "https://github.com/acme/platform",
      "ssh://git@GitHub.com/acme/platform/",
    ]) {
      expect(repositories.checkout(form, "main", "app")).toMatchObject({ files: new Map([["a.yaml", "one"]]) });
    }
    expect(typeof repositories.checkout("https://gitlab.com/acme/platform", "main", "app")).toBe("string");
  });
});
