import { createHash } from "node:crypto";
import type { Manifest } from "../kubernetes/object.ts";
import { refuseUnless } from "../rule.ts";
import { canonicalJson } from "../world/json.ts";
import type { Generator, GeneratorOptions } from "./kustomization.ts";
import { kustomizeRules as rules } from "./rules.ts";

/** A generated object and the name that other objects use for it. */
interface Generated {
  readonly manifest: Manifest;
  readonly plainName: string;
}

/**
 * The ConfigMap or Secret of a generator. Its name ends in a hash of its data unless that is switched off; the hash is not the very
 * one of kustomize.
 *
 * @throws ServiceError when a file is missing
 */
export function generate(
  kind: "ConfigMap" | "Secret",
  generator: Generator,
  standard: GeneratorOptions,
  fileAt: (path: string) => string | undefined,
): Generated {
  const options = { ...standard, ...generator.options };
  const plain = Object.fromEntries(pairsOf(generator, fileAt));
  const data =
    kind === "ConfigMap"
      ? plain
      : Object.fromEntries(Object.entries(plain).map(([key, text]) => [key, Buffer.from(text).toString("base64")]));
  const type = kind === "Secret" ? { type: generator.type ?? "Opaque" } : {};
  const digest = createHash("sha256")
    .update(canonicalJson([kind, generator.name, data, type]))
    .digest("hex");
  const name = options.disableNameSuffixHash ? generator.name : `${generator.name}-${digest.slice(0, 10)}`;
  const metadata = {
    name,
    ...(generator.namespace ? { namespace: generator.namespace } : {}),
    ...(options.labels ? { labels: options.labels } : {}),
    ...(options.annotations ? { annotations: options.annotations } : {}),
  };
  return { manifest: { apiVersion: "v1", kind, metadata, ...type, data }, plainName: generator.name };
}

function pairsOf(generator: Generator, fileAt: (path: string) => string | undefined): [string, string][] {
  const { literals = [], files = [], envs = [] } = generator;
  const read = (path: string): string => {
    const text = fileAt(path);
    refuseUnless(text !== undefined, rules.resourceMissing, path);
    return text;
  };
  return [
    ...literals.map(pairOf),
    ...files.map((entry): [string, string] => {
      const [key, path] = entry.includes("=") ? pairOf(entry) : [entry.split("/").at(-1) ?? entry, entry];
      return [key, read(path)];
    }),
    ...envs.flatMap((path) =>
      read(path)
        .split("\n")
        .filter((line) => line.trim() !== "" && !line.startsWith("#"))
        .map(pairOf),
    ),
  ];
}

function pairOf(entry: string): [string, string] {
  const sign = entry.indexOf("=");
  const value = entry.slice(sign + 1);
  return [entry.slice(0, sign), /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value];
}
