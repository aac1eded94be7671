import type { PlatformApplication } from "../application.ts";
import type { Data } from "../manifest.ts";
import { type ApplicationCheck, problemOf } from "./check.ts";

/** Every secret that values or manifests name is one that the application says it uses. */
export const secretsAreDeclared: ApplicationCheck = (planned) =>
  planned.applications.flatMap((application) => {
    const declared = new Set(application.uses.flatMap((use) => (use.kind === "secret" ? [use.name] : [])));
    return [...namedSecrets(application)]
      .filter((name) => !declared.has(name))
      .map((name) =>
        problemOf(planned, application, {
          code: "ES0225",
          at: ["uses"],
          problem: `${application.name} names the secret ${name} and does not say that it uses it: nobody can tell whether it is there.`,
          hint: `Add its keys to uses, as ${application.namespace}/${name}.`,
        }),
      );
  });

/** Secrets by the keys under which charts and pods name them. What a controller writes itself is named by other keys. */
function namedSecrets({ chart, manifests, prerequisites = [] }: PlatformApplication): ReadonlySet<string> {
  const names = new Set<string>((chart?.secretValues ?? []).map(({ secret }) => secret));
  const patches = (chart?.patches ?? []).map(({ patch }) => patch as Data);
  for (const data of [chart?.values, ...patches, ...manifests, ...prerequisites]) collect(data, names);
  return names;
}

function collect(data: Data | undefined, names: Set<string>): void {
  if (Array.isArray(data)) for (const item of data) collect(item, names);
  if (typeof data !== "object" || data === null || Array.isArray(data)) return;
  for (const [key, value] of Object.entries(data as { readonly [key: string]: Data | undefined })) {
    if (typeof value === "string" && value !== "" && /(SecretName|^existingSecret)$/.test(key)) names.add(value);
    else if (typeof value === "string" && key === "extraEnvFrom") for (const name of inText(value)) names.add(name);
    else if (/^secret(Key)?Ref$/.test(key)) for (const name of nameIn(value)) names.add(name);
    else collect(value, names);
  }
}

function nameIn(reference: Data | undefined): string[] {
  if (typeof reference !== "object" || reference === null || Array.isArray(reference)) return [];
  const { name } = reference as { readonly name?: Data };
  return typeof name === "string" ? [name] : [];
}

/** Secrets in YAML that a chart takes as text. */
function inText(text: string): string[] {
  return [...text.matchAll(/secretRef:\s*\n\s*name:\s*(\S+)/g)].flatMap(([, name]) => name ?? []);
}
