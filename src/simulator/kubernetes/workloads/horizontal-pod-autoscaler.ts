import type { Controller, ControllerContext } from "../controller.ts";
import { numberAt, textAt } from "../fields.ts";
import { type Condition, groupOf, isTerminating, type KubernetesObject, withConditions } from "../object.ts";
import { listed } from "./pods/pods.ts";
import { hasReadyPod } from "./pods/running.ts";

const isMetricsServer = (image: string): boolean => image.includes("metrics-server");

/**
 * Keeps the size of a workload between the bounds of its HorizontalPodAutoscaler. Nothing puts a load on simulated pods, so that there
 * is never a reason for more than the least.
 */
export const podAutoscaler: Controller = {
  name: "horizontal-pod-autoscaler",
  watches: ["autoscaling/HorizontalPodAutoscaler", "apps/Deployment", "apps/StatefulSet", "/Pod"],
  reconcile(context) {
    for (const autoscaler of listed(context.cluster, "autoscaling/HorizontalPodAutoscaler")) {
      if (!isTerminating(autoscaler)) scale(context, autoscaler);
    }
  },
};

function scale({ api, cluster }: ControllerContext, autoscaler: KubernetesObject): void {
  const group = groupOf(textAt(autoscaler, "spec.scaleTargetRef.apiVersion"));
  const kind = textAt(autoscaler, "spec.scaleTargetRef.kind");
  const name = textAt(autoscaler, "spec.scaleTargetRef.name");
  const target = api.find(`${group}/${kind}`, name, autoscaler.metadata.namespace);
  if (!target) {
    const message = `the HPA controller was unable to get the target's current scale: ${kind.toLowerCase()}s.${group} "${name}" not found`;
    const condition: Condition = { type: "AbleToScale", status: "False", reason: "FailedGetScale", message };
    api.setStatus(autoscaler, { conditions: withConditions(autoscaler, condition) });
    return;
  }
  const least = numberAt(autoscaler, "spec.minReplicas", 1);
  const most = numberAt(autoscaler, "spec.maxReplicas", least);
  const present = numberAt(target, "spec.replicas", 1);
  const wanted = present === 0 ? 0 : Math.min(most, least);
  const measures = hasReadyPod(cluster, isMetricsServer);
  // Without metrics the size is only brought within the bounds.
  const next = measures ? wanted : present === 0 ? 0 : Math.min(most, Math.max(least, present));
  if (next !== present) api.patch(target, { spec: { replicas: next } });
  api.setStatus(autoscaler, {
    currentReplicas: numberAt(target, "status.replicas", 0),
    desiredReplicas: next,
    conditions: withConditions(
      autoscaler,
      { type: "AbleToScale", status: "True", reason: "ReadyForNewScale" },
      measures ? { type: "ScalingActive", status: "True", reason: "ValidMetricFound" } : noMetrics,
    ),
  });
}

const noMetrics: Condition = {
  type: "ScalingActive",
  status: "False",
  reason: "FailedGetResourceMetric",
  message:
    "the HPA was unable to compute the replica count: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)",
};
