import type { Controller } from "../controller.ts";
import { daemonSetController } from "./daemon-set.ts";
import { deploymentController } from "./deployment.ts";
import { podAutoscaler } from "./horizontal-pod-autoscaler.ts";
import { jobController } from "./job.ts";
import { kubelet } from "./kubelet/kubelet.ts";
import type { StartCondition } from "./kubelet/start-conditions.ts";
import { disruptionController } from "./pod-disruption-budget.ts";
import { podGarbageCollector } from "./pod-garbage-collector.ts";
import { replicaSetController } from "./replica-set.ts";
import { scheduler } from "./scheduling/scheduler.ts";
import { taintEviction } from "./scheduling/taint-eviction.ts";
import { endpointSliceController } from "./service-endpoints.ts";
import { statefulSetController } from "./stateful-set.ts";

/**
 * The controllers that make pods of workloads, place them and run them.
 *
 * @param startConditions what programs need before they can work, beside what their pods say
 */
export function workloadControllersWith(startConditions: readonly StartCondition[]): readonly Controller[] {
  return [
    deploymentController,
    replicaSetController,
    statefulSetController,
    daemonSetController,
    jobController,
    podAutoscaler,
    scheduler,
    kubelet(startConditions),
    podGarbageCollector,
    taintEviction,
    disruptionController,
    endpointSliceController,
  ];
}
