import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const text = readFileSync("docs/decisions.md", "utf8");

/** Numbers of defects in a text, `78–83` and `L4–L8` written out. */
function numbersIn(part: string): string[] {
  return [...part.matchAll(/\b(L?)(\d{1,3})(?:–L?(\d{1,3}))?\b/g)].flatMap(
    ([, letter = "", first = "", last = first]) =>
      Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => `${letter}${Number(first) + index}`),
  );
}

const rows = text.split("\n").filter((line) => /^\| L?\d/.test(line));

/** The text of a file that a row names; sources are named as they stand in `src/`. */
function sourceOf(path: string): string {
  return readFileSync(existsSync(path) ? path : `src/${path}`, "utf8");
}

test("every defect of the reference is fixed or left on purpose", () => {
  const spokenOf = new Set(rows.flatMap((row) => numbersIn(row.split("|")[1] ?? "")));
  const defects = [...numbersIn("1–121"), ...numbersIn("L1–L17")];
  expect(defects.filter((number) => !spokenOf.has(number))).toEqual([]);
});

test("what shows that a defect is fixed exists", () => {
  const shown = rows.flatMap((row) =>
    [...(row.split("|")[3] ?? "").matchAll(/`([^`*]+)`/g)].map(([, path = ""]) => path),
  );
  expect(shown.length).toBeGreaterThan(40);
  expect(shown.filter((path) => path.includes("/") && !existsSync(path) && !existsSync(`src/${path}`))).toEqual([]);
});

test("a test that shows a fix names the number beside it", () => {
  const unnamed = rows.flatMap((row) => {
    const [, numbers = "", , shown = ""] = row.split("|");
    const sources = [...shown.matchAll(/`([^`*]+\.test\.ts)`/g)].map(([, path = ""]) => sourceOf(path));
    const named = new Set(sources.flatMap(defectsNamedIn));
    return sources.length === 0 ? [] : numbersIn(numbers).filter((number) => !named.has(number));
  });
  expect(unnamed).toEqual([]);
});

/** Numbers in comments such as `Defects 4, 8 and L15: …` or `Defects 86 to 91: …`. */
function defectsNamedIn(source: string): string[] {
  return [...source.matchAll(/Defects? ([^:\n]+):/g)].flatMap(([, list = ""]) =>
    numbersIn(list.replace(/(\d+) to (\d+)/g, "$1–$2")),
  );
}
