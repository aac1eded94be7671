import { parseAllDocuments } from "yaml";
import type { Json } from "../../world/json.ts";
import { numberAt, objectsAt, textAt, textsAt } from "../fields.ts";
import { isObject } from "../object.ts";

/** A taint as a Node has it. */
export type Taint = { readonly key: string; readonly value?: string; readonly effect: string };

/** What the user data of an instance tells its kubelet. */
export interface NodeConfiguration {
  /** Which program reads it. */
  readonly reader: "nodeadm" | "bootstrap.sh";
  readonly clusterName: string;
  readonly endpoint: string;
  /** Base64 of a PEM. */
  readonly certificateAuthority: string;
  /** Range of the cluster's Services. */
  readonly serviceCidr: string;
  /** Null where the number follows from the instance type. */
  readonly maxPods: number | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
}

/** The configuration in the user data (base64) of an instance; undefined when it tells nothing of a cluster. */
export function nodeConfigurationOf(userData: string | null): NodeConfiguration | undefined {
  if (userData === null) return undefined;
  if (!known.has(userData)) {
    if (known.size >= knownLimit) known.clear();
    known.set(userData, read(userData));
  }
  return known.get(userData);
}

/** Nodes of one kind have the same user data. */
const known = new Map<string, NodeConfiguration | undefined>();
const knownLimit = 200;

function read(userData: string): NodeConfiguration | undefined {
  const text = Buffer.from(userData, "base64").toString("utf8");
  const documents = nodeConfigs(text);
  return documents.length > 0 ? fromNodeConfigs(documents) : fromBootstrapScript(text);
}

/** Every `NodeConfig` in a text: the text itself, or parts of a MIME message. */
function nodeConfigs(text: string): readonly Json[] {
  const boundary = /^Content-Type:\s*multipart\/mixed;\s*boundary="?([^"\r\n]+)"?/im.exec(text)?.[1];
  const parts = boundary === undefined ? [text] : text.split(`--${boundary}`).flatMap(nodePart);
  return parts.flatMap(documentsIn).filter((value) => textAt(value, "kind") === "NodeConfig");
}

function documentsIn(text: string): readonly Json[] {
  try {
    const documents = parseAllDocuments(text);
    if (!Array.isArray(documents)) return [];
    return documents.filter(({ errors }) => errors.length === 0).map((document) => document.toJS() as Json);
  } catch {
    // Scripts and other texts are no YAML: they say nothing to nodeadm.
    return [];
  }
}

/** The body of a part that is meant for nodeadm. */
function nodePart(part: string): string[] {
  const [, headers = "", body = ""] = /^\s*([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(part) ?? [];
  if (!/^Content-Type:\s*application\/node\.eks\.aws/im.test(headers)) return [];
  return [/^Content-Transfer-Encoding:\s*base64/im.test(headers) ? Buffer.from(body, "base64").toString() : body];
}

function fromNodeConfigs(documents: readonly Json[]): NodeConfiguration {
  const first = (path: string): string => documents.map((one) => textAt(one, path)).find((found) => found !== "") ?? "";
  const flags = documents.flatMap((one) => textsAt(one, "spec.kubelet.flags")).join(" ");
  const limits = documents.map((one) => numberAt(one, "spec.kubelet.config.maxPods", 0)).filter((limit) => limit > 0);
  const taints = documents.flatMap((one) => objectsAt(one, "spec.kubelet.config.registerWithTaints")).flatMap(taintOf);
  return {
    reader: "nodeadm",
    clusterName: first("spec.cluster.name"),
    endpoint: first("spec.cluster.apiServerEndpoint"),
    certificateAuthority: first("spec.cluster.certificateAuthority"),
    serviceCidr: first("spec.cluster.cidr"),
    maxPods: limits[0] ?? null,
    labels: labelsIn(flags),
    taints: [...taintsIn(flags), ...taints],
  };
}

/** The script of Amazon Linux 2 asks AWS for what is not said. */
function fromBootstrapScript(text: string): NodeConfiguration | undefined {
  const clusterName = /\/etc\/eks\/bootstrap\.sh\s+['"]?([A-Za-z0-9][\w-]*)/.exec(text)?.[1];
  if (clusterName === undefined) return undefined;
  const limit = /--max-pods[= ](\d+)/.exec(text)?.[1];
  return {
    reader: "bootstrap.sh",
    clusterName,
    endpoint: /--apiserver-endpoint\s+(\S+)/.exec(text)?.[1] ?? "",
    certificateAuthority: /--b64-cluster-ca\s+(\S+)/.exec(text)?.[1] ?? "",
    serviceCidr: "",
    maxPods: limit === undefined ? null : Number(limit),
    labels: labelsIn(text),
    taints: taintsIn(text),
  };
}

function labelsIn(flags: string): Readonly<Record<string, string>> {
  const pairs = (/--node-labels=["']?([^\s"']+)/.exec(flags)?.[1] ?? "").split(",");
  return Object.fromEntries(
    pairs.filter((pair) => pair.includes("=")).map((pair) => [pair.split("=")[0] ?? "", pair.split("=")[1] ?? ""]),
  );
}

function taintsIn(flags: string): readonly Taint[] {
  const texts = (/--register-with-taints=["']?([^\s"']+)/.exec(flags)?.[1] ?? "").split(",");
  return texts.flatMap((text) => {
    const [, key, value, effect] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(text) ?? [];
    return key && effect ? [{ key, effect, ...(value ? { value } : {}) }] : [];
  });
}

function taintOf(value: Json): Taint[] {
  if (!isObject(value)) return [];
  const [key, effect, text] = [textAt(value, "key"), textAt(value, "effect"), textAt(value, "value")];
  return key && effect ? [{ key, effect, ...(text ? { value: text } : {}) }] : [];
}
