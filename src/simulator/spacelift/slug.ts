/** Letters without a canonical decomposition, as transliteration writes them. */
const letters: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  Æ: "AE",
  œ: "oe",
  Œ: "OE",
  ø: "o",
  Ø: "O",
  đ: "d",
  Đ: "D",
  ł: "l",
  Ł: "L",
  þ: "th",
  Þ: "Th",
  ð: "d",
  "&": " and ",
  "@": " at ",
};

/** The id that Spacelift makes of a name: transliterated, lower case, runs of other characters as one hyphen, at most 256 characters. */
export function slugOf(name: string): string {
  return [...name.normalize("NFKD").replace(/[\u0300-\u036f'"’]/g, "")]
    .map((character) => letters[character] ?? character)
    .join("")
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, "-")
    .replace(/^[-_]+|[-_]+$/g, "")
    .slice(0, 256);
}
