/** One step that takes time, after others. */
export interface Step {
  readonly name: string;
  /** Seconds of the real operation. */
  readonly seconds: number;
  readonly after: readonly string[];
}

/** The chain of steps that decides how long the whole takes. */
export interface CriticalPath {
  /** Seconds from the start of the first step to the end of the last. */
  readonly seconds: number;
  /** The steps of the longest chain, first to last. */
  readonly steps: readonly Step[];
}

/**
 * The longest chain of steps, each starting when all it comes after have ended, without a limit of workers.
 * Names that are no step of the list are ignored, so a state's full list of dependencies can be passed. Of steps that come after
 * each other, the one that closes the circle is taken to start at once.
 */
export function criticalPath(steps: readonly Step[]): CriticalPath {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const ends = new Map<string, { end: number; before: string | undefined }>();
  const visiting = new Set<string>();

  const endOf = (step: Step): number => {
    const known = ends.get(step.name);
    if (known) return known.end;
    visiting.add(step.name);
    let start = 0;
    let before: string | undefined;
    for (const name of step.after) {
      const earlier = byName.get(name);
      if (!earlier || visiting.has(name)) continue;
      const end = endOf(earlier);
      if (end > start || (end === start && before === undefined)) {
        start = end;
        before = name;
      }
    }
    visiting.delete(step.name);
    ends.set(step.name, { end: start + step.seconds, before });
    return start + step.seconds;
  };

  let last: Step | undefined;
  let seconds = 0;
  for (const step of steps) {
    const end = endOf(step);
    if (!last || end > seconds) {
      last = step;
      seconds = end;
    }
  }
  const path: Step[] = [];
  for (let step = last; step; step = byName.get(ends.get(step.name)?.before ?? "")) path.unshift(step);
  return { seconds, steps: path };
}
