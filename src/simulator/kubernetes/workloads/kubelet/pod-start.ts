import type { ControllerContext } from "../../controller.ts";
import { textAt } from "../../fields.ts";
import type { KubernetesObject } from "../../object.ts";
import { findClaim, volumeOf } from "../pods/pod-claims.ts";
import type { Container, PodSpec } from "../pods/pod-types.ts";
import type { NodeView } from "../scheduling/nodes.ts";
import { isAttached } from "../scheduling/volume-attachments.ts";
import { missingConfiguration, mountProblem } from "./container-config.ts";
import { type ContainerState, restartsOf, statusOf, waitingReason } from "./container-status.ts";
import { backOff, kubeletTimes, startTimesOf } from "./durations.ts";
import { pullProblem } from "./images.ts";
import { hasImage, keepImage } from "./node-images.ts";
import { ShownPod } from "./shown-pod.ts";
import type { StartCondition, StartProblem } from "./start-conditions.ts";

/** Restarts of a container after which a pod that is to end is left alone; the job that it belongs to has given up before. */
const mostRestarts = 12;

/** A time that a pod waits for. */
export interface Awaited {
  readonly key: string;
  readonly seconds: number;
}

/** Pods of which something was told that their status does not show. */
const told = new WeakSet<KubernetesObject>();

/** One look at a pod on its way from its node to readiness, or to its end. */
export class PodStart {
  readonly #context: ControllerContext;
  readonly #node: NodeView;
  readonly #conditions: readonly StartCondition[];
  readonly #shown: ShownPod;
  /** The time that is waited for, and whether it is known to have come. */
  #awaited: Awaited | null = null;
  readonly #due: Awaited | null;

  constructor(
    context: ControllerContext,
    pod: KubernetesObject,
    node: NodeView,
    conditions: readonly StartCondition[],
    due: Awaited | null = null,
  ) {
    this.#due = due;
    this.#context = context;
    this.#shown = new ShownPod(context, pod, node);
    this.#node = node;
    this.#conditions = conditions;
  }

  /** Goes as far as it can at this moment. Gives what is waited for when nothing was done: a time, or nothing but a change. */
  proceed(): Awaited | "change" | undefined {
    const before = this.#pod;
    if (textAt(this.#pod, "status.startTime") === "") this.#shown.accept();
    if (this.#hasVolumes() && this.#hasNetwork() && this.#initialise()) this.#runContainers();
    return this.#pod === before ? (this.#awaited ?? "change") : undefined;
  }

  #hasVolumes(): boolean {
    const { api, cluster } = this.#context;
    const problem = mountProblem(api, this.#pod, this.#spec);
    if (problem) {
      this.#shown.warn("FailedMount", problem.message);
      return false;
    }
    return this.#spec.volumes.every(({ claim }) => {
      if (claim === null) return true;
      const found = findClaim(cluster, this.#namespace, claim);
      const volume = found && volumeOf(cluster, found);
      return volume !== undefined && isAttached(cluster, volume, this.#node.name);
    });
  }

  /** Pods in the network of their node need no plug-in. */
  #hasNetwork(): boolean {
    if (this.#node.isReady || this.#spec.hostNetwork) return true;
    const message =
      "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox: " +
      'plugin type="aws-cni" name="aws-cni" failed (add): cni plugin not initialized';
    this.#shown.warn("FailedCreatePodSandBox", message);
    return false;
  }

  /** Runs the init containers one after the other; gives whether all have ended, or run beside the others. */
  #initialise(): boolean {
    for (const container of this.#spec.initContainers) {
      const state = statusOf(this.#pod, container.name);
      if (textAt(state, "state.terminated.reason") === "Completed") continue;
      if (container.isSidecar && state?.started === true) continue;
      if (!this.#canStart([container])) return false;
      const problem = this.#problemOf(container);
      if (problem) {
        this.#suffer(container, problem);
        return false;
      }
      const { run, ready } = startTimesOf(container);
      if (state?.started !== true) this.#shown.show(container, { kind: "running", ready: false });
      if (!this.#elapsed(`run ${container.name}`, container.isSidecar ? ready : run)) return false;
      const end: ContainerState = container.isSidecar
        ? { kind: "running", ready: true }
        : { kind: "terminated", exitCode: 0, reason: "Completed" };
      this.#shown.show(container, end);
    }
    return true;
  }

  #runContainers(): void {
    const { containers, restartPolicy } = this.#spec;
    if (!this.#canStart(containers)) return;
    for (const container of containers) {
      const problem = this.#problemOf(container);
      if (problem) {
        this.#suffer(container, problem);
        return;
      }
    }
    const crashed = containers.some(({ name }) => waitingReason(this.#pod, name) === "CrashLoopBackOff");
    if (crashed && !this.#elapsed("restart", kubeletTimes.restart)) return;
    const isRunning = containers.every(({ name }) => statusOf(this.#pod, name)?.started === true);
    if (!isRunning) this.#shown.showAll({ kind: "running", ready: false });
    if (restartPolicy !== "Always") {
      const seconds = Math.max(...containers.map((container) => startTimesOf(container).run));
      if (this.#elapsed("run", seconds)) this.#shown.end(0, "Completed");
      return;
    }
    const seconds = Math.max(...containers.map((container) => startTimesOf(container).ready));
    if (this.#elapsed("ready", seconds)) this.#shown.showAll({ kind: "running", ready: true });
  }

  /** Whether containers have their images and what their environment is made of. Says why not. */
  #canStart(containers: readonly Container[]): boolean {
    for (const container of containers) {
      const problem = pullProblem(container.image);
      if (!problem) continue;
      const message = `Failed to pull image "${container.image}": ${problem.message}`;
      this.#shown.warn("Failed", message);
      const backOff = {
        reason: "ImagePullBackOff",
        message: `Back-off pulling image "${container.image}": ${problem.reason}: ${problem.message}`,
      };
      this.#shown.show(container, { kind: "waiting", ...(problem.reason === "ErrImagePull" ? backOff : problem) });
      return false;
    }
    if (!this.#pull(containers)) return false;
    for (const container of containers) {
      if (statusOf(this.#pod, container.name)?.started === true) continue;
      const missing = missingConfiguration(this.#context.api, this.#namespace, container);
      const reason = "CreateContainerConfigError";
      if (missing !== null) {
        this.#shown.warn("Failed", `Error: ${missing}`);
        this.#shown.show(container, { kind: "waiting", reason, message: missing });
        return false;
      }
      if (waitingReason(this.#pod, container.name) !== reason) continue;
      if (!this.#elapsed(`configuration ${container.name}`, kubeletTimes.configuration)) return false;
      this.#shown.show(container, { kind: "waiting", reason: "ContainerCreating" });
    }
    return true;
  }

  /** Images stay on a node once they were pulled. */
  #pull(containers: readonly Container[]): boolean {
    const { cluster } = this.#context;
    const missing = containers.filter(({ image }) => !hasImage(cluster, this.#node.name, image));
    if (missing.length === 0) return true;
    this.#lookForPullSecrets();
    const seconds = Math.max(...missing.map((container) => startTimesOf(container).pull));
    if (!this.#elapsed(`pull ${missing[0]?.name ?? ""}`, seconds)) return false;
    for (const { image } of missing) keepImage(cluster, this.#node.name, image);
    return true;
  }

  /** Without them the pull is tried all the same. */
  #lookForPullSecrets(): void {
    const { api } = this.#context;
    const lacking = this.#spec.imagePullSecrets.filter((name) => !api.find("/Secret", name, this.#namespace));
    if (lacking.length === 0 || told.has(this.#pod)) return;
    told.add(this.#pod);
    const message = `Unable to retrieve some image pull secrets (${lacking.join(", ")}); attempting to pull the image may not succeed.`;
    this.#shown.warn("FailedToRetrieveImagePullSecret", message);
  }

  #problemOf(container: Container): StartProblem | null {
    for (const condition of this.#conditions) {
      if (!condition.matches(container, this.#pod)) continue;
      const problem = condition.problem(this.#context.cluster, this.#pod, container);
      if (problem) return problem;
    }
    return null;
  }

  /** Shows what a container does for want of something. */
  #suffer(container: Container, { reason, message }: StartProblem): void {
    const { restartPolicy } = this.#spec;
    if (reason !== "CrashLoopBackOff") {
      const isInit = this.#spec.initContainers.includes(container);
      if (isInit) this.#shown.show(container, { kind: "running", ready: false });
      else this.#shown.showAll({ kind: "running", ready: false });
      if (reason !== "NotReady") return;
      this.#shown.warn("Unhealthy", `Readiness probe failed: ${message}`);
      return;
    }
    if (restartPolicy === "Never") {
      if (this.#elapsed(`crash ${container.name}`, kubeletTimes.stop)) this.#shown.end(1, "Error", message);
      return;
    }
    const restarts = restartsOf(this.#pod, container.name);
    const crashed = waitingReason(this.#pod, container.name) === reason;
    const limited = restartPolicy === "OnFailure" && restarts < mostRestarts;
    if (crashed && !(limited && this.#elapsed(`back-off ${container.name}`, backOff(restarts)))) return;
    const words = `back-off ${backOff(restarts)}s restarting failed container=${container.name} pod=${this.#pod.metadata.name}_${this.#namespace}: ${message}`;
    this.#shown.warn(
      "BackOff",
      `Back-off restarting failed container ${container.name} in pod ${this.#pod.metadata.name}_${this.#namespace}: ${message}`,
    );
    this.#shown.show(container, { kind: "waiting", reason, message: words }, restarts + 1);
  }

  #elapsed(what: string, seconds: number): boolean {
    const key = `${what} ${this.#pod.metadata.uid}`;
    if (key === this.#due?.key) return true;
    this.#awaited = { key, seconds };
    return this.#context.elapsed(key, seconds);
  }

  get #pod(): KubernetesObject {
    return this.#shown.pod;
  }

  get #spec(): PodSpec {
    return this.#shown.spec;
  }

  get #namespace(): string {
    return this.#pod.metadata.namespace ?? "";
  }
}
