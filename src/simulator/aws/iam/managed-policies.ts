import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../../package-folder.ts";

/**
 * JSON text of an AWS managed policy by its ARN; undefined when AWS has none of that path and name. Policies of which only the name
 * is known speak of services that are not simulated, and allow nothing here.
 */
export function managedPolicy(arn: string): string | undefined {
  const name = /^arn:aws[a-z-]*:iam::aws:policy\/(.+)$/.exec(arn)?.[1] ?? "";
  if (!Object.hasOwn(policies(), name)) return undefined;
  let text = texts.get(name);
  if (text === undefined) {
    text = JSON.stringify({ Version: "2012-10-17", Statement: policies()[name] ?? nothing });
    texts.set(name, text);
  }
  return text;
}

/** True when an AWS managed policy with this ARN is known, path included. */
export function isManagedPolicy(arn: string): boolean {
  return managedPolicy(arn) !== undefined;
}

const texts = new Map<string, string>();
const nothing = { Effect: "Deny", NotAction: "*", Resource: "*" };

/** Statements by name, with the path that the ARN has before it. */
type Policies = Readonly<Record<string, readonly object[] | null>>;

let loaded: Policies | undefined;

function policies(): Policies {
  if (loaded === undefined) {
    const file = readFileSync(join(packageFolder(), "schemas", "aws-managed-policies.json"), "utf8");
    loaded = (JSON.parse(file) as { readonly policies: Policies }).policies;
  }
  return loaded;
}
