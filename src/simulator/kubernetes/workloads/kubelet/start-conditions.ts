import type { Cluster } from "../../cluster.ts";
import type { KubernetesObject } from "../../object.ts";
import type { Container } from "../pods/pod-types.ts";

/** What the program in a container does for want of something. */
export interface StartProblem {
  /**
   * `CrashLoopBackOff`: it ends with an error and is started again. `NotReady`: it runs and does not pass its readiness probe.
   * `Waiting`: it runs and waits, as init containers do that wait for a database.
   */
  readonly reason: "CrashLoopBackOff" | "NotReady" | "Waiting";
  /** The last words of its log. */
  readonly message: string;
}

/** What the program in an image needs before it can work; asked while its container is started, not later. */
export interface StartCondition {
  /** What it is about, for example `cert-manager with Gateway API`. */
  readonly name: string;
  /** Kinds, as `group/Kind`, whose change may alter the answer. */
  readonly watches: readonly string[];
  /** Whether the condition is about this container. */
  matches(container: Container, pod: KubernetesObject): boolean;
  /** What is missing; null when nothing is. */
  problem(cluster: Cluster, pod: KubernetesObject, container: Container): StartProblem | null;
}
