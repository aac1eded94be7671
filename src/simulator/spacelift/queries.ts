/** What the pipeline asks a simulated Spacelift account; pure functions over its records. */
export * from "./queries/account.ts";
export * from "./queries/attachments.ts";
export * from "./queries/dependencies.ts";
export * from "./queries/environment.ts";
export * from "./queries/hooks.ts";
