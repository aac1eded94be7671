import type { JsonObject } from "../../../world/json.ts";
import { numberAt, objectsAt, textAt } from "../../fields.ts";
import { type Condition, type KubernetesObject, withConditions } from "../../object.ts";
import { type Container, podSpecOf } from "../pods/pod-types.ts";

/** What a container is doing. */
export type ContainerState =
  | { readonly kind: "waiting"; readonly reason: string; readonly message?: string }
  | { readonly kind: "running"; readonly ready: boolean }
  | { readonly kind: "terminated"; readonly exitCode: number; readonly reason: string; readonly message?: string };

/** How often a container of a pod was started again. */
export function restartsOf(pod: KubernetesObject, container: string): number {
  return numberAt(statusOf(pod, container), "restartCount", 0);
}

/** The status of one container, init containers included. */
export function statusOf(pod: KubernetesObject, container: string): JsonObject | undefined {
  const all = [...objectsAt(pod, "status.initContainerStatuses"), ...objectsAt(pod, "status.containerStatuses")];
  return all.find((status) => textAt(status, "name") === container);
}

/** The word for what a container waits for, for example `CrashLoopBackOff`; empty when it does not wait. */
export function waitingReason(pod: KubernetesObject, container: string): string {
  return textAt(statusOf(pod, container), "state.waiting.reason");
}

/** What the API server shows of a container. */
export function containerStatus(
  pod: KubernetesObject,
  { name, image }: Container,
  state: ContainerState,
  restartCount = restartsOf(pod, name),
): JsonObject {
  const { kind } = state;
  const present = statusOf(pod, name);
  const before = textAt(present, "state.running.startedAt");
  const detail = (() => {
    if (state.kind === "waiting") return { waiting: reasonAnd(state) };
    if (state.kind === "running") return { running: before === "" ? {} : { startedAt: before } };
    return { terminated: { exitCode: state.exitCode, ...reasonAnd(state) } };
  })();
  return {
    name,
    image,
    ready: (kind === "running" && state.ready) || (kind === "terminated" && state.exitCode === 0),
    started: kind === "running",
    restartCount,
    state: detail,
  };
}

function reasonAnd({ reason, message }: { readonly reason: string; readonly message?: string }): JsonObject {
  return { reason, ...(message === undefined ? {} : { message }) };
}

/** The conditions of a pod whose containers are ready, or which are not. */
export function podConditions(
  pod: KubernetesObject,
  facts: { readonly initialized: boolean; readonly ready: boolean; readonly ended?: boolean },
): readonly Condition[] {
  const names = podSpecOf(pod).containers.map(({ name }) => name);
  const why = facts.ended
    ? { reason: "PodCompleted" }
    : { reason: "ContainersNotReady", message: `containers with unready status: [${names.join(" ")}]` };
  const status = (holds: boolean) => (holds ? ("True" as const) : ("False" as const));
  return withConditions(
    pod,
    { type: "PodScheduled", status: "True" },
    { type: "Initialized", status: status(facts.initialized) },
    { type: "ContainersReady", status: status(facts.ready), ...(facts.ready ? {} : why) },
    { type: "Ready", status: status(facts.ready), ...(facts.ready ? {} : why) },
  );
}
