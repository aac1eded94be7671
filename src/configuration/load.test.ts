import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { defaultExports } from "./evaluate.ts";
import { loadConfiguration, selectEnvironments } from "./load.ts";
import { soundDeclaration } from "./testing/declaration.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const today = new Date("2026-10-01T00:00:00Z");

test("the environments of the repository are sound, and resolved", async () => {
  const { environments, warnings } = await loadConfiguration(root, { now: today });
  expect(environments.map(({ name }) => name)).toEqual(["development", "staging", "production"]);
  expect(warnings).toEqual([]);
  for (const { accountKey, kubernetesVersion, openTofuVersion } of environments) {
    expect([accountKey, kubernetesVersion, openTofuVersion]).not.toContain("");
  }
});

test("support that ends within 90 days is a warning with its date", async () => {
  const { warnings } = await loadConfiguration(root, { now: new Date("2027-02-01T00:00:00Z") });
  expect(warnings.map(({ problem }) => problem).join(" ")).toContain("ends on 2027-03-27");
});

test("ES0160: an unknown environment is refused with the nearest name", async () => {
  const configuration = await loadConfiguration(root, { now: today });
  expect(() => selectEnvironments(configuration, ["stagign"])).toThrow("Did you mean staging?");
  expect(selectEnvironments(configuration, ["staging"])).toEqual(["staging"]);
});

test("no name selects every environment, and several come in the order of promotion", async () => {
  const configuration = await loadConfiguration(root, { now: today });
  expect(selectEnvironments(configuration, [])).toEqual(["development", "staging", "production"]);
  expect(selectEnvironments(configuration, ["production", "development"])).toEqual(["development", "production"]);
});

test("ES0161: a folder without environments says what is missing", async () => {
  await inFolder({}, (folder) =>
    expect(loadConfiguration(folder, { now: today })).rejects.toThrow("no environments/organization.ts"),
  );
  await inFolder({ "organization.ts": "export default {};" }, (folder) =>
    expect(loadConfiguration(folder, { now: today })).rejects.toThrow("There is no environment."),
  );
});

test("ES0162: a file that is no TypeScript is named with the line", async () => {
  const files = { "organization.ts": "export default {};", "development.ts": "export default {\n  name: 'x'\n" };
  await inFolder(files, (folder) =>
    expect(loadConfiguration(folder, { now: today })).rejects.toThrow(/environments\/development\.ts:\d+ {2}ES0162/),
  );
});

test.each([
  [
    "an expression that fails",
    "const nothing = {};\nexport default (nothing as any).accounts.development;",
    ":2",
    "'development'",
  ],
  ["an error that is thrown", "\n\nthrow new Error('not today');", ":3", "not today"],
  ["something else that is thrown", "throw 'not today';", "", "not today"],
])("ES0162: %s is reported in its own words, with its place", async (_what, text, line, words) => {
  const files = { "organization.ts": "export default {};", "development.ts": text, "staging.ts": "export default {};" };
  await inFolder(files, (folder) =>
    expect(loadConfiguration(folder, { now: today })).rejects.toMatchObject({
      exitCode: 2,
      problems: [
        { code: "ES0162", file: `environments/development.ts${line}`, problem: expect.stringContaining(words) },
      ],
    }),
  );
});

test("ES0162: a file that fails in what another one imports is not that of the import", async () => {
  const files = {
    "organization.ts": "export default (undefined as any).accounts;",
    "development.ts": 'import organization from "./organization.ts";\nexport default { account: organization };',
  };
  await inFolder(files, (folder) =>
    expect(loadConfiguration(folder, { now: today })).rejects.toThrow(/^environments\/organization\.ts:1 {2}ES0162/),
  );
});

test("ES0162: an endless loop is stopped, and its file named", async () => {
  const files = {
    "organization.ts": "export default {};",
    "development.ts": "export default {};",
    "staging.ts": "for (;;) {}\nexport default {};",
  };
  await inFolder(files, (folder) =>
    expect(
      defaultExports(
        folder,
        Object.keys(files).map((name) => `environments/${name}`),
        50,
      ),
    ).rejects.toMatchObject({
      problems: [{ code: "ES0162", file: "environments/staging.ts", problem: expect.stringContaining("0.05 s") }],
    }),
  );
});

test("ES0162: a folder in place of a file is refused by its name", async () => {
  await inFolder({ "organization.ts": "export default {};" }, async (folder) => {
    mkdirSync(join(folder, "environments", "sandbox.ts"));
    await expect(loadConfiguration(folder, { now: today })).rejects.toThrow(
      "environments/sandbox.ts  ES0162\n  This is a folder",
    );
  });
});

test.each([
  ["is empty", ""],
  ["exports something else", "export const environment = {};"],
])("ES0151: a file that %s has no default export, and that is said", async (_what, text) => {
  await inFolder({ "organization.ts": "export default {};", "development.ts": text }, (folder) =>
    expect(loadConfiguration(folder, { now: today })).rejects.toThrow(
      "environments/development.ts  ES0151\n  The file has no default export.",
    ),
  );
});

async function inFolder(
  files: Readonly<Record<string, string>>,
  check: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "environments-"));
  try {
    mkdirSync(join(folder, "environments"));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, "environments", name), text);
    await check(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("a checkout goes on working when the defaults of its catalogue are past their support", async () => {
  const { warnings } = await loadConfiguration(root, { now: new Date("2036-06-01T00:00:00Z") });
  expect(new Set(warnings.map(({ code }) => code))).toEqual(new Set(["ES0133", "ES0139"]));
});

test("versions past their support keep nobody from looking at an environment or tearing it down", async () => {
  const { organization, development } = soundDeclaration();
  const exported = (data: unknown) => `export default ${JSON.stringify(data)};\n`;
  const files = { "organization.ts": exported(organization), "development.ts": exported(development) };
  const now = new Date("2028-06-01T00:00:00Z");
  await inFolder(files, async (folder) => {
    await expect(loadConfiguration(folder, { now })).rejects.toThrow("ES0132");
    const { warnings } = await loadConfiguration(folder, { now, acceptsUnsupported: true });
    expect(warnings.map(({ code }) => code)).toContain("ES0132");
  });
});
