/** Where in the user's material a problem lies. */
export interface Place {
  /** File relative to the repository root, for example `environments/development.ts`. */
  readonly file?: string;
  /** Path in the data or construct tree, for example `["network", "subnets", "workers", "b"]`. */
  readonly at?: readonly (string | number)[];
}

/** One problem, in the user's words, with the way out. */
export interface Problem extends Place {
  /** Stable code, `ES` and four digits; see `docs/errors.md`. */
  readonly code: string;
  readonly problem: string;
  readonly hint: string;
  readonly level?: "error" | "warning";
}

/** Process exit codes; documented in `docs/errors.md`. */
export const exitCodes = {
  success: 0,
  /** A stack failed, or a check found differences. */
  failed: 1,
  /** The command line or the configuration is wrong: nothing was started. */
  invalid: 2,
  /** The machine lacks something: engine, permissions, space, a free world. */
  environment: 3,
  /** A defect of eks-stack itself. */
  internal: 70,
  /** Stopped by Ctrl-C or a signal. */
  interrupted: 130,
} as const;

/** Every error of eks-stack that a user can meet: one or more problems and the exit code they lead to. */
export class EksStackError extends Error {
  readonly problems: readonly Problem[];
  readonly exitCode: number;

  constructor(problems: Problem | readonly Problem[], exitCode: number = exitCodes.failed, options?: ErrorOptions) {
    const list = Array.isArray(problems) ? (problems as readonly Problem[]) : [problems as Problem];
    super(list.map(formatProblem).join("\n\n"), options);
    this.name = "EksStackError";
    this.problems = list;
    this.exitCode = exitCode;
  }
}

/** The text form of a problem: place and code, then the problem, then the way out. What only warns says so. */
export function formatProblem(problem: Problem): string {
  const place = [problem.file, problem.at?.join(".")].filter(Boolean).join("  ");
  return `${problem.level === "warning" ? "Warning: " : ""}${place ? `${place}  ` : ""}${problem.code}\n  ${problem.problem}\n  ${problem.hint}`;
}
