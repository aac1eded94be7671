import type { EnvironmentInput } from "./environment.ts";
import type { OrganizationInput } from "./organization.ts";

/** Declares an environment; checked when it is loaded. */
export function environment(input: EnvironmentInput): EnvironmentInput {
  return input;
}

/** Declares the organisation; checked when it is loaded. */
export function organization<const Input extends OrganizationInput>(input: Input): Input {
  return input;
}
