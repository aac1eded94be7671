import { ServiceError } from "../rule.ts";
import { type Diagnostic, ProviderError } from "./diagnostics.ts";

/** What went wrong as the engine shows it; errors that no provider makes are defects and are thrown on. */
export function diagnosticOf(error: unknown, doing: string): Diagnostic {
  if (error instanceof ProviderError) return error.diagnostic;
  if (error instanceof Error && isService(error)) {
    return { severity: "error", summary: doing === "" ? error.message : `${doing}: ${error.message}`, cause: error };
  }
  throw error;
}

/** True for a refusal of a simulated service, bare or in the words of its client. */
function isService(error: Error): boolean {
  return error instanceof ServiceError || error.cause instanceof ServiceError;
}
