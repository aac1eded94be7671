import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EksStackError, exitCodes } from "../errors.ts";

/** What a plan policy says about one plan. */
export interface PolicyDecision {
  readonly deny: readonly string[];
  readonly warn: readonly string[];
}

/** Decides on an input document with one policy. */
export type EvaluatePolicy = (
  policy: { readonly name: string; readonly body: string },
  input: unknown,
) => Promise<PolicyDecision>;

/** A policy loaded for evaluation, as `@open-policy-agent/opa-wasm` gives it. */
interface LoadedPolicy {
  evaluate(input: unknown): readonly { readonly result: unknown }[];
}

/**
 * Evaluates Rego that `scripts/compile-policies.mjs` compiled to WebAssembly. A policy is found by the hash of its text, so what
 * Spacelift was told is what is evaluated.
 *
 * @param folder `policies/compiled`
 * @throws EksStackError ES0610 when the text of a policy was never compiled
 */
export function compiledPolicies(folder: string): EvaluatePolicy {
  const loaded = new Map<string, Promise<LoadedPolicy>>();
  return async (policy, input) => {
    const hash = policyHash(policy.body);
    let loading = loaded.get(hash);
    if (!loading) {
      loading = load(folder, policy.name, hash);
      loaded.set(hash, loading);
    }
    const [first] = (await loading).evaluate(input);
    const result = (first?.result ?? {}) as { readonly deny?: unknown; readonly warn?: unknown };
    return { deny: messages(result.deny), warn: messages(result.warn) };
  };
}

/** The name under which a policy's compiled form is kept: SHA-256 of its text, 16 digits. */
export function policyHash(body: string): string {
  return createHash("sha256").update(body.trim()).digest("hex").slice(0, 16);
}

async function load(folder: string, name: string, hash: string): Promise<LoadedPolicy> {
  const path = join(folder, `${hash}.wasm`);
  if (!existsSync(path)) {
    throw new EksStackError(
      {
        code: "ES0610",
        file: folder,
        problem: `Policy "${name}" has no compiled form: its text was changed after the last compilation.`,
        hint: "Run npm run policies (it needs the opa command) and commit policies/compiled.",
      },
      exitCodes.environment,
    );
  }
  const { loadPolicy } = await import("@open-policy-agent/opa-wasm");
  return loadPolicy(readFileSync(path));
}

function messages(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String).sort() : [];
}
