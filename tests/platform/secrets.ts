import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gunzipSync } from "node:zlib";
import { unseal } from "../../src/simulator/world/seal.ts";
import { readWorld } from "../../src/simulator/world/storage.ts";
import { unzipped } from "./zip.ts";

/** A secret of a world in clear, and where it is held. */
export interface WorldSecret {
  readonly text: string;
  /** Table, id of the record, and the key within it. */
  readonly heldBy: string;
}

/** Keys of Secrets whose values anybody may know; whatever else a Secret holds counts as secret. */
const publicKeys: ReadonlySet<string> = new Set([
  "AIRFLOW_UI_USERNAME",
  "account",
  "admin-user",
  "annotations",
  "audience",
  "ca.crt",
  "client_id",
  "config.yaml",
  "enableOCI",
  "host",
  "name",
  "release",
  "tls.crt",
  "type",
  "url",
  "username",
]);

/**
 * The one secret that is not only where it belongs: the chart of SigNoz writes it into the pods that use it, as docs/decisions.md says, and
 * the records of these hold it.
 */
export const passwordOfClickHouse =
  /^world\/(world\.json|changes\.ndjson) shows \S*Secret signoz\/clickhouse-passwords sealed administrator$/;

/**
 * Every secret of a world in clear: whatever its records hold sealed, be it a Secret of a cluster, a value of Secrets Manager or of
 * Spacelift, the secret of a client of Auth0, or the keys of a session.
 */
export function secretsOf(folder: string): readonly WorldSecret[] {
  const { snapshot } = readWorld(folder, "eks-stack");
  const found = new Map<string, string>();
  const open = (value: unknown, heldBy: string): void => {
    if (typeof value === "object" && value !== null) {
      for (const [key, part] of Object.entries(value)) open(part, `${heldBy} ${key}`);
      return;
    }
    const text = typeof value === "string" ? opened(snapshot.seed, value) : undefined;
    for (const [key, part] of text === undefined ? [] : partsOf(text)) found.set(part, `${heldBy} ${key}`);
  };
  for (const [table, rows] of Object.entries(snapshot.tables)) {
    for (const [id, row] of rows) open(row, `${table} ${id}`);
  }
  return [...found].map(([text, heldBy]) => ({ text, heldBy }));
}

/** The files of a folder and the texts that hold a secret, as it is or in Base64; what is gzip or a zip archive is opened. */
export function leaksIn(
  secrets: readonly WorldSecret[],
  folders: readonly string[],
  texts: Readonly<Record<string, string>>,
): readonly string[] {
  const wanted = secrets.map(({ text, heldBy }) => ({ heldBy, forms: formsOf(text) }));
  const look = (place: string, content: string): string[] =>
    wanted.flatMap(({ heldBy, forms }) =>
      forms.some((form) => content.includes(form)) ? [`${place} shows ${heldBy}`] : [],
    );
  const inFiles = folders.flatMap((folder) =>
    filesIn(folder).flatMap((file) =>
      contentsOf(readFileSync(file)).flatMap((content) => look(relative(join(folder, ".."), file), content)),
    ),
  );
  return [...inFiles, ...Object.entries(texts).flatMap(([name, text]) => look(name, text))];
}

/** As it is, as JSON writes it, and in Base64. */
function formsOf(text: string): string[] {
  const whole = Buffer.from(text, "utf8").toString("base64");
  return [...new Set([text, JSON.stringify(text).slice(1, -1), whole])];
}

function opened(seed: string, text: string): string | undefined {
  if (!/^[A-Za-z0-9+/]{38,}={0,2}$/.test(text)) return undefined;
  try {
    return unseal(seed, text);
  } catch {
    return undefined;
  }
}

/** The secret values of what may be a JSON document, as Secrets of Kubernetes and values of Secrets Manager are. */
function partsOf(text: string): [key: string, value: string][] {
  if (!text.startsWith("{")) return [["value", text]];
  const { data, ...others } = JSON.parse(text) as Record<string, unknown>;
  const inCluster = Object.entries((data ?? {}) as Record<string, string>).map(([key, value]): [string, string] => [
    key,
    Buffer.from(value, "base64").toString("utf8"),
  ]);
  const elsewhere = Object.entries(others).map(([key, value]): [string, string] => [key, String(value)]);
  return [...inCluster, ...elsewhere].filter(([key, value]) => !publicKeys.has(key) && value !== "");
}

function contentsOf(bytes: Buffer): string[] {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return [gunzipSync(bytes).toString("latin1")];
  return [bytes, ...unzipped(bytes)].map((part) => part.toString("latin1"));
}

/** Every file below a folder that is not an engine's own, which may be many megabytes. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}
