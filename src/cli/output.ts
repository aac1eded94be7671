/** What commands write to: the process's streams, or a test's. */
export interface Output {
  /** Standard output. */
  write(text: string): void;
  /** Standard error. */
  writeError(text: string): void;
  /** True when a person is looking at a terminal. */
  readonly isTerminal: boolean;
  /** Columns of the terminal; 80 in a pipe. */
  readonly columns: number;
  readonly colour: boolean;
}

/**
 * The streams of this process; colour only on a terminal and never with NO_COLOR. A reader that has seen enough, such as `head`,
 * does not stop what runs.
 */
export function processOutput(): Output {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  return {
    write: (text) => void process.stdout.write(text),
    writeError: (text) => void process.stderr.write(text),
    isTerminal: process.stdout.isTTY === true && process.env.CI === undefined,
    columns: process.stdout.columns ?? 80,
    colour: process.stdout.isTTY === true && !process.env.NO_COLOR,
  };
}

const sgr = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, cyan: 36 } as const;
export type Style = keyof typeof sgr;

/** Text in a style, or the plain text where there is no colour. */
export function styled(output: Pick<Output, "colour">, style: Style, text: string): string {
  return output.colour ? `\u001b[${sgr[style]}m${text}\u001b[0m` : text;
}
