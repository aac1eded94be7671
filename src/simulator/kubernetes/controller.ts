import type { Aws } from "../aws/client.ts";
import type { Principal } from "../aws/principal.ts";
import type { KubernetesApi } from "./api.ts";
import type { Cluster } from "./cluster.ts";
import type { AdmissionHook } from "./server/admission-hook.ts";
import type { DefinitionCheck } from "./server/definition-check.ts";

/** What a controller sees and may do when it looks at its cluster. */
export interface ControllerContext {
  readonly cluster: Cluster;
  /** The API server, used by the controller: it may do everything, and its name is the field manager. */
  readonly api: KubernetesApi;
  /** AWS in the cluster's account and Region, called by that principal. */
  aws(principal: Principal): Aws;
  /**
   * True when so many simulated seconds have passed since the key was first asked for; then the key is forgotten. To be asked only
   * while something is waited for, and the answer `true` must change an object, or the same wait begins again.
   */
  elapsed(key: string, seconds: number): boolean;
}

/**
 * One control loop. It is level-triggered: it looks at everything it is about and makes what can be made at this moment. It runs
 * when an object of a kind that it watches was written, or when a time that it waits for has come; it never polls.
 */
export interface Controller {
  /** Name of the controller and its field manager, for example `deployment-controller`. */
  readonly name: string;
  /**
   * Kinds as `group/Kind`, for example `apps/Deployment` and `/Pod`; `*` is every kind of object. Tables of AWS are
   * `aws/<table>`, for example `aws/ec2/instance`, those of Spot `spot/<table>`.
   */
  readonly watches: readonly string[];
  /** Whether pods that run it are ready; left out by controllers of the control plane. */
  isRunning?(cluster: Cluster): boolean;
  /** What stands behind the webhooks that it serves. */
  readonly admissionHooks?: readonly AdmissionHook[];
  /** What the definitions of its kinds demand, whether it runs or not. */
  readonly definitionChecks?: readonly DefinitionCheck[];
  /** A refusal of the API server ends the look; the next one comes after a while, as it does for real. */
  reconcile(context: ControllerContext): void;
}
