import { flag } from "../../planning/input.ts";
import type { Values } from "../../planning/values.ts";
import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import type { KubernetesApi } from "../api.ts";
import type { ClusterClient } from "../connection/cluster-client.ts";
import { listAt, numberAt, textAt } from "../fields.ts";
import { conditionOf, isTrue, type KubernetesObject, kindKey } from "../object.ts";
import { providerRules as rules } from "./provider-rules.ts";
import type { Timeout } from "./timeouts.ts";
import { lastWarnings } from "./words.ts";

/** A wait after a write: which object, and how long. */
interface WaitRequest {
  readonly client: ClusterClient;
  readonly api: KubernetesApi;
  readonly object: KubernetesObject;
  readonly input: Values;
  readonly timeout: Timeout;
}

/**
 * Waits for what the provider waits for after a write.
 *
 * @throws ServiceError when it does not come in time
 */
export function waitAfterWrite(request: WaitRequest): void {
  const { client, api, object } = request;
  const wait = waits[kindKey(object)];
  if (!wait?.isWanted(request.input, object)) {
    client.settle(api);
    return;
  }
  const find = (): KubernetesObject =>
    api.find(kindKey(object), object.metadata.name, object.metadata.namespace) ?? object;
  client.wait(api, { seconds: request.timeout.seconds, until: () => wait.isOver(find(), api) });
  wait.check(find(), api, request.timeout);
}

interface KindWait {
  /** Whether the provider waits at all. */
  isWanted(input: Values, object: KubernetesObject): boolean;
  /** True when the wait ends, well or not. */
  isOver(object: KubernetesObject, api: KubernetesApi): boolean;
  /** @throws ServiceError unless what was waited for is there */
  check(object: KubernetesObject, api: KubernetesApi, timeout: Timeout): void;
}

const waits: Readonly<Record<string, KindWait>> = {
  "/Service": {
    isWanted: (input, service) =>
      textAt(service, "spec.type") === "LoadBalancer" && flag(input, "wait_for_load_balancer"),
    isOver: hasLoadBalancer,
    check: (service, api) =>
      refuseUnless(hasLoadBalancer(service), rules.loadBalancer, idOf(service), lastWarnings(api, service)),
  },
  "/PersistentVolumeClaim": {
    isWanted: (input) => flag(input, "wait_until_bound"),
    isOver: isBound,
    check: (claim, api, { text }) => {
      const phase = textAt(claim, "status.phase") || "Pending";
      refuseUnless(isBound(claim), rules.claimBinding, phase, text, lastWarnings(api, claim));
    },
  },
  "apps/Deployment": {
    isWanted: (input) => flag(input, "wait_for_rollout"),
    isOver: (deployment) => rolloutProgress(deployment) === "" || exceededDeadline(deployment),
    check: (deployment, api) => {
      const progress = rolloutProgress(deployment);
      if (progress === "") return;
      const warnings = lastWarnings(api, deployment);
      refuseIf(exceededDeadline(deployment), rules.progressDeadline, warnings);
      refuse(rules.rollout, progress, warnings);
    },
  },
  "batch/Job": {
    isWanted: (input) => flag(input, "wait_for_completion"),
    isOver: (job) => isTrue(job, "Complete") || isTrue(job, "Failed"),
    check: (job, api) => {
      refuseIf(isTrue(job, "Failed"), rules.jobFailed, idOf(job), lastWarnings(api, job));
      refuseUnless(isTrue(job, "Complete"), rules.jobCompletion, idOf(job), lastWarnings(api, job));
    },
  },
};

function hasLoadBalancer(service: KubernetesObject): boolean {
  return listAt(service, "status.loadBalancer.ingress").length > 0;
}

function isBound(claim: KubernetesObject): boolean {
  return textAt(claim, "status.phase") === "Bound";
}

function exceededDeadline(deployment: KubernetesObject): boolean {
  return conditionOf(deployment, "Progressing")?.reason === "ProgressDeadlineExceeded";
}

/** What is missing before a rollout is finished; empty when nothing is. */
export function rolloutProgress(deployment: KubernetesObject): string {
  const wanted = numberAt(deployment, "spec.replicas", 1);
  const count = (field: string): number => numberAt(deployment, `status.${field}`, 0);
  if (count("observedGeneration") < deployment.metadata.generation) return "waiting for the change to be observed";
  if (count("updatedReplicas") < wanted)
    return `${wanted} replicas wanted; ${count("updatedReplicas")} replicas updated`;
  if (count("replicas") > count("updatedReplicas")) {
    return `${count("replicas") - count("updatedReplicas")} old replicas are pending termination`;
  }
  if (count("readyReplicas") < wanted) return `${wanted} replicas wanted; ${count("readyReplicas")} replicas Ready`;
  if (count("availableReplicas") < count("updatedReplicas")) {
    return `${count("availableReplicas")} of ${count("updatedReplicas")} updated replicas are available`;
  }
  return "";
}

function idOf({ metadata }: KubernetesObject): string {
  return metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
}
