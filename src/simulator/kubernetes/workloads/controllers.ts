import type { Controller } from "../controller.ts";
import { deploymentController } from "./deployment.ts";
import { kubelet } from "./kubelet.ts";
import { podGarbageCollector } from "./pod-garbage-collector.ts";
import { replicaSetController } from "./replica-set.ts";
import { scheduler } from "./scheduler.ts";
import type { StartCondition } from "./start-conditions.ts";

/**
 * The controllers that make pods of workloads, place them and run them.
 *
 * @param startConditions what programs need before they can work, beside what their pods say
 */
export function workloadControllersWith(startConditions: readonly StartCondition[]): readonly Controller[] {
  return [deploymentController, replicaSetController, scheduler, kubelet(startConditions), podGarbageCollector];
}
