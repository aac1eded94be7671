import { applicationKind, specOf } from "../../simulator/argo-cd/application.ts";
import { isOutrun, requestSync, requestTermination } from "../../simulator/argo-cd/requests.ts";
import type { KubernetesApi } from "../../simulator/kubernetes/api.ts";
import { textAt } from "../../simulator/kubernetes/fields.ts";

/** How often a person syncs the same state of git again after a failure. */
const triesAfterFailure = 5;

/** Presses the buttons of Argo CD that nobody else presses, in a rehearsal without people. */
export class Person {
  readonly #api: KubernetesApi;
  /** How often each button was pressed, by the state that it was pressed for. */
  readonly #pressed = new Map<string, number>();

  constructor(api: KubernetesApi) {
    this.#api = api;
  }

  /** Does what a person would do now; gives whether that was anything. */
  act(): boolean {
    const hasTerminated = this.#terminate();
    const hasSynced = this.#sync();
    return hasTerminated || hasSynced;
  }

  /** Ends every sync that waits for what git has meanwhile done away with: it would keep the mended state out. */
  #terminate(): boolean {
    let acted = false;
    for (const application of this.#api.list(applicationKind).filter(isOutrun)) {
      const key = `${application.metadata.uid} ${textAt(application, "status.operationState.startedAt")}`;
      if (!this.#presses(key, 1)) continue;
      requestTermination(this.#api, application);
      acted = true;
    }
    return acted;
  }

  /** Syncs every Application that only people sync and that differs from git, or whose last sync failed. */
  #sync(): boolean {
    let acted = false;
    for (const application of this.#api.list(applicationKind)) {
      const phase = textAt(application, "status.operationState.phase");
      const hasFailed = phase === "Failed" || phase === "Error";
      const isDue = hasFailed || textAt(application, "status.sync.status") === "OutOfSync";
      const isBusy = phase === "Running" || application.operation !== undefined;
      if (specOf(application).automated || !isDue || isBusy) continue;
      const key = `${application.metadata.uid} ${JSON.stringify(application.status?.sync ?? null)}`;
      if (!this.#presses(key, hasFailed ? triesAfterFailure : 1)) continue;
      requestSync(this.#api, application, { username: "the rehearsal" });
      acted = true;
    }
    return acted;
  }

  /** Counts one more press, unless there were enough for that state. */
  #presses(key: string, most: number): boolean {
    const times = this.#pressed.get(key) ?? 0;
    if (times >= most) return false;
    this.#pressed.set(key, times + 1);
    return true;
  }
}
