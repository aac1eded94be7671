// Draws docs/rehearsal.svg: what a terminal shows at the end of a first `eks-stack up` in a world of its own.
// A contributor's tool: needs an engine, and the `script` command of util-linux for a terminal.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const columns = 150;
const scratch = mkdtempSync(join(tmpdir(), "record-"));
try {
  const command = `stty cols ${columns}; ${process.execPath} bin/eks-stack.mjs --world ${join(scratch, "world")} up`;
  const { CI: _continuousIntegration, ...environment } = { ...process.env, TERM: "xterm" };
  const typescript = execFileSync("script", ["-qec", command, "/dev/null"], { cwd: root, env: environment });
  const shown = screenOf(typescript.toString("utf8").replaceAll(scratch, "."));
  writeFileSync(join(root, "docs", "rehearsal.svg"), svgOf([[{ text: "$ npm start", style: "1" }], ...shown]));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** The lines left on a terminal that knows colours, cursor up and erase below. */
function screenOf(output) {
  const sequence = String.raw`${String.fromCharCode(27)}\[([0-9;?]*)([A-Za-z])`;
  const tokens = new RegExp(`${sequence}|\r|\n|[^${String.fromCharCode(27)}\r\n]+`, "g");
  const lines = [[]];
  let style = "";
  for (const [token, parameters, control] of output.matchAll(tokens)) {
    if (token === "\n") lines.push([]);
    else if (control === "A") lines.splice(Math.max(0, lines.length - 1 - Number(parameters || 1)), lines.length, []);
    else if (control === "m") style = parameters === "0" ? "" : parameters;
    else if (control === undefined && token !== "\r") lines.at(-1).push({ text: token, style });
  }
  while (lines.at(-1)?.length === 0) lines.pop();
  return lines;
}

function svgOf(lines) {
  const colours = { 2: "#8b949e", 31: "#ff7b72", 32: "#7ee787", 33: "#e3b341", 34: "#79c0ff", 36: "#56d4dd" };
  const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const span = ({ text, style }) => {
    const attributes = [colours[style] ? ` fill="${colours[style]}"` : "", style === "1" ? ' font-weight="bold"' : ""];
    return `<tspan${attributes.join("")}>${escaped(text)}</tspan>`;
  };
  const longest = Math.max(...lines.map((line) => line.reduce((length, { text }) => length + text.length, 0)));
  const [width, height] = [Math.ceil(longest * 7.85) + 32, lines.length * 18 + 28];
  const rows = lines.map((line, index) => `<text x="16" y="${26 + index * 18}">${line.map(span).join("")}</text>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13" fill="#e6edf3" xml:space="preserve">`,
    ...rows,
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}
