import type { JsonObject } from "../../../world/json.ts";
import type { ControllerContext } from "../../controller.ts";
import { recordEvent } from "../../events.ts";
import { objectsAt, textAt } from "../../fields.ts";
import type { KubernetesObject } from "../../object.ts";
import { podAddress } from "../pods/pod-address.ts";
import { type Container, type PodSpec, podSpecOf } from "../pods/pod-types.ts";
import type { NodeView } from "../scheduling/nodes.ts";
import { type ContainerState, containerStatus, podConditions, restartsOf } from "./container-status.ts";

/** A pod as its kubelet shows it to the API server: its status, and events about it. */
export class ShownPod {
  readonly spec: PodSpec;
  readonly #context: ControllerContext;
  readonly #node: NodeView;
  #pod: KubernetesObject;

  constructor(context: ControllerContext, pod: KubernetesObject, node: NodeView) {
    this.spec = podSpecOf(pod);
    this.#context = context;
    this.#node = node;
    this.#pod = pod;
  }

  /** The pod after the last change of its status. */
  get pod(): KubernetesObject {
    return this.#pod;
  }

  /** Shows that the kubelet has seen the pod. */
  accept(): void {
    const { initContainers, containers } = this.spec;
    const reason = initContainers.length > 0 ? "PodInitializing" : "ContainerCreating";
    const waiting = (container: Container) => containerStatus(this.#pod, container, { kind: "waiting", reason });
    this.#setStatus({
      phase: "Pending",
      startTime: this.#context.cluster.now.toISOString(),
      hostIP: this.#node.address,
      conditions: podConditions(this.#pod, { initialized: initContainers.length === 0, ready: false }),
      ...(initContainers.length > 0 ? { initContainerStatuses: initContainers.map(waiting) } : {}),
      containerStatuses: containers.map(waiting),
    });
  }

  /** Shows one container in another state; the others stay as they are. */
  show(container: Container, state: ContainerState, restarts = restartsOf(this.#pod, container.name)): void {
    const isInit = this.spec.initContainers.includes(container);
    const field = isInit ? "initContainerStatuses" : "containerStatuses";
    const shown = containerStatus(this.#pod, container, state, restarts);
    const statuses = objectsAt(this.#pod, `status.${field}`).map((status) =>
      textAt(status, "name") === container.name ? shown : status,
    );
    const phase = isInit || state.kind !== "waiting" || state.reason !== "CrashLoopBackOff" ? {} : { phase: "Running" };
    const conditions = isInit ? {} : { conditions: podConditions(this.#pod, { initialized: true, ready: false }) };
    this.#setStatus({ ...phase, ...conditions, [field]: statuses });
  }

  /** Shows all containers in the same state, and the pod running. */
  showAll(state: Extract<ContainerState, { kind: "running" }>): void {
    this.#setStatus({
      phase: "Running",
      podIP: podAddress(this.#context.cluster, this.#pod, this.#node),
      conditions: podConditions(this.#pod, { initialized: true, ready: state.ready }),
      containerStatuses: this.spec.containers.map((container) => containerStatus(this.#pod, container, state)),
    });
  }

  /** Shows all containers ended, and the pod with them. */
  end(exitCode: number, reason: string, message?: string): void {
    const state: ContainerState = {
      kind: "terminated",
      exitCode,
      reason,
      ...(message === undefined ? {} : { message }),
    };
    this.#setStatus({
      phase: exitCode === 0 ? "Succeeded" : "Failed",
      conditions: podConditions(this.#pod, { initialized: true, ready: false, ended: true }),
      containerStatuses: this.spec.containers.map((container) => containerStatus(this.#pod, container, state)),
    });
  }

  /** Records an event about the pod. */
  warn(reason: string, message: string): void {
    recordEvent(this.#context, this.#pod, { type: "Warning", reason, message });
  }

  #setStatus(status: JsonObject): void {
    this.#pod = this.#context.api.setStatus(this.#pod, status);
  }
}
