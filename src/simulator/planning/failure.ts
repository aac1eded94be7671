import { EksStackError } from "../../errors.ts";
import { ServiceError } from "../rule.ts";
import { type Diagnostic, ProviderError } from "./diagnostics.ts";
import { text } from "./input.ts";
import type { Outcome } from "./outcome.ts";
import type { Values } from "./values.ts";

/** What went wrong as the engine shows it; errors that neither a provider nor the user's machine makes are defects and are thrown on. */
export function diagnosticOf(error: unknown, doing: string): Diagnostic {
  if (error instanceof ProviderError) return error.diagnostic;
  if (error instanceof EksStackError)
    return { severity: "error", summary: "The simulator cannot go on", detail: error.message };
  if (error instanceof Error && codeOf(error) !== undefined) {
    return { severity: "error", summary: doing === "" ? error.message : `${doing}: ${error.message}`, cause: error };
  }
  throw error;
}

/** Carries out an action; when it fails, the answer is `otherwise` with the failure as its diagnostic. */
export function attempt<Answer extends object>(
  doing: string,
  otherwise: Answer,
  action: () => Answer & Outcome,
): Answer & Outcome {
  try {
    return action();
  } catch (error) {
    return { ...otherwise, diagnostics: [diagnosticOf(error, doing)] };
  }
}

/** The answer for a type whose schema is known and nothing else. */
export function notSimulated(type: string): Diagnostic {
  return {
    severity: "error",
    summary: `${type} is not simulated`,
    detail:
      "The simulator knows the schema of this type but not how its service behaves. `eks-stack simulator types` lists what is simulated.",
  };
}

/** How messages name an object. */
export function idOf(state: Values): string {
  return text(state, "id") || text(state, "name");
}

/** The code of a refusal of a simulated service, bare or in the words of its client; undefined for every other error. */
export function codeOf(error: Error): string | undefined {
  return [error, error.cause].find((candidate) => candidate instanceof ServiceError)?.code;
}
