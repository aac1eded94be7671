import type { ProviderFunction } from "../planning/service.ts";

/** Functions of the AWS provider. */
export const awsFunctions: readonly ProviderFunction[] = [];
