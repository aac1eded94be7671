import { isolatedConfiguration } from "./isolation.ts";

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string>>;

/** What a rehearsal's engine is given beside the few harmless variables of the caller. */
interface RehearsalSettings {
  /** Value of `TF_REATTACH_PROVIDERS`. */
  readonly reattach: string;
  /** Variables of the run; they replace the caller's, but never what keeps a rehearsal apart from the world outside. */
  readonly variables?: Environment;
}

/** Variables of the caller that a rehearsal keeps; every other one (`TF_*`, `AWS_*`, `SPACELIFT_*`, proxies…) is dropped. */
const kept = ["HOME", "PATH", "TMPDIR", "LANG"] as const;

/**
 * The engine itself speaks to AWS for an S3 backend, and finds the user's credentials in the home folder: in a rehearsal it
 * finds none, and nobody listens where it calls.
 */
const noAws: Environment = {
  AWS_CONFIG_FILE: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_ENDPOINT_URL: "http://127.0.0.1:9",
};

/** An engine of a rehearsal lives for about a second: Go may let four times its live memory pile up before it collects. */
const goSettings: Environment = { GOGC: "400" };

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
    ...goSettings,
    ...settings.variables,
    ...noAws,
    TF_CLI_CONFIG_FILE: isolatedConfiguration(),
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    TF_REATTACH_PROVIDERS: settings.reattach,
  };
}
