import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Checkout, type Ended, inCheckout } from "./command-line.ts";

/** What every refusal has: its code, its exit code, the place, the way out. */
function expectRefusal(ended: Ended, exitCode: number, ...texts: readonly string[]): void {
  for (const text of texts) expect(ended.stderr).toContain(text);
  expect(ended.stderr).not.toContain("ES0900");
  expect(ended.exitCode).toBe(exitCode);
}

/** An executable on a search path of its own. */
function fakeEngine(checkout: Checkout, name: string, script: string): Record<string, string> {
  const path = `engine/${name}`;
  checkout.write(path, `#!/bin/sh\n${script}\n`);
  chmodSync(checkout.path(path), 0o755);
  return { PATH: [checkout.path("engine"), "/usr/bin", "/bin"].join(":") };
}

const version = `echo '{"terraform_version":"1.12.0"}'`;

describe("environments", () => {
  test("a subnet outside of its network is refused with file, path, code and way out", () =>
    inCheckout(async (checkout) => {
      checkout.edit("environments/development.ts", 'c: "10.52.28.0/22"', 'c: "10.99.28.0/22"');
      const ended = await checkout.run(["up"]);
      expectRefusal(ended, 2, "environments/development.ts", "network.subnets.workers.c", "ES01");
    }));

  test("all problems of all files come at once", () =>
    inCheckout(async (checkout) => {
      checkout.edit("environments/development.ts", "account: organization.accounts.development.id", 'account: "12"');
      checkout.edit("environments/staging.ts", 'cidr: "10.52.32.0/20"', 'cidr: "10.52.32.0/33"');
      const ended = await checkout.run(["synth"]);
      expectRefusal(ended, 2, "environments/development.ts", "environments/staging.ts");
    }));

  test("a misspelled key is refused by name", () =>
    inCheckout(async (checkout) => {
      checkout.edit("environments/production.ts", "protect: true", "protected: true");
      expectRefusal(await checkout.run(["synth"]), 2, "environments/production.ts", "protected");
    }));

  test("a syntax error names file and line", () =>
    inCheckout(async (checkout) => {
      checkout.edit("environments/staging.ts", 'name: "staging",', 'name: "staging');
      expectRefusal(await checkout.run(["plan"]), 2, "environments/staging.ts:", "ES0162");
    }));

  test("an environment that does not exist is refused with the nearest name, before anything runs", () =>
    inCheckout(async (checkout) => {
      expectRefusal(await checkout.run(["up", "produktion"]), 2, "ES0160", "Did you mean production?");
    }));

  test("a folder without environments says what is missing", () =>
    inCheckout(async (checkout) => {
      rmSync(checkout.path("environments"), { recursive: true });
      expectRefusal(await checkout.run(["up"]), 2, "ES0161", "environments/organization.ts");
    }));
});

describe("rendered/", () => {
  test("a changed environment that was not synthesised is refused, and the stale files are named", () =>
    inCheckout(async (checkout) => {
      checkout.edit("environments/production.ts", "increasePercent: 10", "increasePercent: 11");
      const ended = await checkout.run(["up"]);
      expectRefusal(ended, 2, "ES0210", "rendered/", "eks-stack synth");
    }));

  test("a configuration that was edited by hand is refused and kept as it is", () =>
    inCheckout(async (checkout) => {
      const file = "rendered/staging/kubernetes-infrastructure/main.tf.json";
      checkout.edit(file, '"10.52.32.0/20"', '"10.52.48.0/20"');
      const edited = checkout.read(file);
      for (const command of [["up"], ["synth", "--check"]]) {
        expectRefusal(await checkout.run(command), 2, "ES0210", file);
      }
      expect(checkout.read(file)).toBe(edited);
    }));
});

describe("the engine", () => {
  test("none on PATH is refused with the way to install one", () =>
    inCheckout(async (checkout) => {
      expectRefusal(await checkout.run(["up"], { PATH: checkout.path("nothing") }), 3, "ES0301", "tofu");
    }));

  test("one that is too old is refused with its version and the one that is needed", () =>
    inCheckout(async (checkout) => {
      const environment = fakeEngine(checkout, "tofu", `echo '{"terraform_version":"1.7.2"}'`);
      expectRefusal(await checkout.run(["up"], environment), 3, "ES0302", "1.7.2", "1.11.0");
    }));

  test("one that crashes fails the run with what it said, and the next command goes on", () =>
    inCheckout(async (checkout) => {
      const crash = `[ "$1" = version ] && { ${version}; exit 0; }\necho "panic: runtime error"\nexit 11`;
      const ended = await checkout.run(["up"], fakeEngine(checkout, "tofu", crash));
      expect(ended.stdout).toContain("ES0303");
      expect(ended.stdout).toContain("panic: runtime error");
      expect(ended.exitCode).toBe(1);
      expect((await checkout.run(["status"])).exitCode).toBe(0);
    }));
});

describe("the world", () => {
  const written = (checkout: Checkout, format: number): void =>
    checkout.write(".eks-stack/world/world.json", JSON.stringify({ format, sequence: 0 }));

  test("one that another version wrote is refused and not touched", () =>
    inCheckout(async (checkout) => {
      written(checkout, 99);
      const before = readFileSync(join(checkout.world, "world.json"), "utf8");
      expectRefusal(await checkout.run(["up"]), 3, "ES0502", "format 99", checkout.world);
      expect(readFileSync(join(checkout.world, "world.json"), "utf8")).toBe(before);
    }));

  test("one that was cut short is refused with the file and the way out", () =>
    inCheckout(async (checkout) => {
      checkout.write(".eks-stack/world/world.json", '{"format":1,"seq');
      expectRefusal(await checkout.run(["up"]), 3, "ES0503", "world.json", "remove the folder");
    }));

  test("one in use is refused with the process that uses it", () =>
    inCheckout(async (checkout) => {
      checkout.write(".eks-stack/world/lock", `${process.pid}\n`);
      expectRefusal(await checkout.run(["up"]), 3, "ES0501", `Process ${process.pid}`, "--world DIR");
    }));

  test("a folder that cannot be made is refused", () =>
    inCheckout(async (checkout) => {
      writeFileSync(checkout.path("file"), "");
      expectRefusal(await checkout.run(["--world", "file/world", "up"]), 3, "ES0504", "file/world");
    }));
});

describe("the command line", () => {
  test("the world may be named before and after the command, and must be named", () =>
    inCheckout(async (checkout) => {
      writeFileSync(checkout.path("file"), "");
      expectRefusal(await checkout.run(["up", "--world", "file/world"]), 3, "ES0504", "file/world");
      const ended = await checkout.run(["status", "--world", ""]);
      expect(ended.stderr).toContain("Name a folder.");
      expect(ended.exitCode).toBe(2);
    }));

  test("a reader that has seen enough ends nothing with a stack trace", () =>
    inCheckout(async (checkout) => {
      const running = checkout.start(["simulator", "rules"]);
      running.stopReading();
      const ended = await running.ended;
      expect(ended.stderr).toBe("");
      expect(ended.exitCode).toBe(0);
    }));

  test("an unknown command is refused with the nearest one", () =>
    inCheckout(async (checkout) => {
      const ended = await checkout.run(["pln"]);
      expect(ended.stderr).toContain("Did you mean plan?");
      expect(ended.stderr).toContain("eks-stack --help lists the commands");
      expect(ended.exitCode).toBe(2);
    }));

  test("a problem is an event with --json", () =>
    inCheckout(async (checkout) => {
      const ended = await checkout.run(["up", "nowhere", "--json"]);
      expect(JSON.parse(ended.stdout)).toMatchObject({ type: "problem", code: "ES0160", level: "error" });
      expect(ended.exitCode).toBe(2);
    }));
});
