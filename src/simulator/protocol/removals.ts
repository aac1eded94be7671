import type { StateOutcome } from "../planning/outcome.ts";

interface Refused {
  readonly remove: () => StateOutcome;
  readonly answer: (outcome: StateOutcome) => void;
  readonly fail: (defect: unknown) => void;
  outcome: StateOutcome;
}

/**
 * Removals that a service refuses while something else is still there, such as a subnet with an interface in it. The real providers
 * ask again for many minutes while the engine removes other things beside; here such a removal is tried again after every other call,
 * and its refusal is the answer only when no other call has come for a while.
 */
export class Removals {
  readonly #patience: number;
  readonly #refused = new Set<Refused>();
  #end: NodeJS.Timeout | undefined;

  /** @param patience how long after the last call of the engine a refusal becomes final, in milliseconds */
  constructor(patience: number) {
    this.#patience = patience;
  }

  /** Carries out one call that changes something, and answers when its outcome is final. */
  apply(change: () => StateOutcome): StateOutcome | Promise<StateOutcome> {
    const outcome = change();
    this.#tryAgain();
    if (outcome.isTriedAgain !== true) return outcome;
    return new Promise((answer, fail) => {
      this.#refused.add({ remove: change, answer, fail, outcome });
      this.#wait();
    });
  }

  /** Answers what is still waiting with its last refusal. */
  close(): void {
    clearTimeout(this.#end);
    for (const { answer, outcome } of this.#refused) answer(outcome);
    this.#refused.clear();
  }

  #tryAgain(): void {
    const waiting = [...this.#refused];
    if (waiting.length === 0) return;
    const final = waiting.filter((refused) => this.#isFinal(refused));
    if (final.length > 0) this.#tryAgain();
    this.#wait();
  }

  #isFinal(refused: Refused): boolean {
    try {
      refused.outcome = refused.remove();
      if (refused.outcome.isTriedAgain === true) return false;
      refused.answer(refused.outcome);
    } catch (defect) {
      refused.fail(defect);
    }
    return this.#refused.delete(refused);
  }

  #wait(): void {
    clearTimeout(this.#end);
    if (this.#refused.size > 0) this.#end = setTimeout(() => this.close(), this.#patience);
  }
}
