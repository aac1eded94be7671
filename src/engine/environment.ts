import { isolatedConfiguration } from "./isolation.ts";

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string>>;

/** What a rehearsal's engine is given beside the few harmless variables of the caller. */
export interface RehearsalSettings {
  /** Value of `TF_REATTACH_PROVIDERS`. */
  readonly reattach: string;
  /** Variables of the run; they replace the caller's, but never what keeps a rehearsal apart from the world outside. */
  readonly variables?: Environment;
}

/** Variables of the caller that a rehearsal keeps; every other one (`TF_*`, `AWS_*`, `SPACELIFT_*`, proxies…) is dropped. */
const kept = ["HOME", "PATH", "TMPDIR", "LANG"] as const;

/** The environment of an engine that can reach nothing but the attached providers. */
export function rehearsalEnvironment(
  caller: Readonly<Record<string, string | undefined>>,
  settings: RehearsalSettings,
): Environment {
  const inherited = kept.flatMap((name) => {
    const value = caller[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(inherited),
    ...settings.variables,
    TF_CLI_CONFIG_FILE: isolatedConfiguration(),
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    TF_REATTACH_PROVIDERS: settings.reattach,
  };
}
