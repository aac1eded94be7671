import type { Aws } from "../client.ts";
import { type AddOnConfiguration, isObject, parseConfiguration } from "./add-on-configuration.ts";
import { addOnFacts } from "./facts/add-ons.ts";
import { type AddOn, eks } from "./records.ts";
import { addOnRules as rules } from "./rules/add-ons.ts";
import { hasRoomFor, type PodNeeds, type Toleration } from "./scheduling.ts";
import type { Issue } from "./waiting.ts";

/** What keeps an add-on from being active. */
interface AddOnIssue extends Issue {
  readonly status: "CREATE_FAILED" | "DEGRADED";
}

/** The health issue of an add-on at this moment; null for an active one. Nodes that come later heal it. */
export function issueOf(aws: Aws, addOn: AddOn): AddOnIssue | null {
  if (addOn.failure !== null) {
    return { status: "CREATE_FAILED", rule: rules.conflict, message: addOn.failure, resources: [] };
  }
  if (hasItsPods(aws, addOn)) return null;
  return { status: "DEGRADED", rule: rules.noReplicas, message: rules.noReplicas.message(), resources: [] };
}

/**
 * Lets the cluster work until the pods of an add-on are ready, at most for so long; where nothing is known of the cluster's inside,
 * they are ready as soon as there is a place for them.
 *
 * @returns the simulated seconds that passed
 */
export function waitForPods(aws: Aws, addOn: AddOn, timeout: number): number {
  if (addOn.failure !== null || !aws.insides || runsElsewhere(aws, addOn)) return 0;
  return aws.insides.settle(aws, addOn, timeout);
}

function hasItsPods(aws: Aws, addOn: AddOn): boolean {
  const cluster = eks.clusters(aws).get(addOn.clusterName);
  if (!cluster) return true;
  if (aws.insides && !runsElsewhere(aws, addOn)) return aws.insides.isComplete(aws, addOn);
  const needsNodes = addOnFacts[addOn.name]?.workload.kind === "Deployment";
  return !needsNodes || hasRoomFor(aws, cluster, podOf(addOn));
}

/** Nodes of Fargate and of Auto Mode come with the pods: of them only AWS's side is known. */
function runsElsewhere(aws: Aws, addOn: AddOn): boolean {
  return podOf(addOn).fargate || (eks.clusters(aws).get(addOn.clusterName)?.autoMode.enabled ?? false);
}

function podOf({ name, namespace, configuration }: AddOn): PodNeeds {
  const settings = parseConfiguration(configuration) ?? {};
  return {
    namespace,
    labels: name === "coredns" ? { "k8s-app": "kube-dns", "eks.amazonaws.com/component": "coredns" } : {},
    tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists" }, ...tolerationsIn(settings)],
    fargate: settings.computeType === "Fargate",
  };
}

/** The EBS driver has those of its controller one level down. */
function tolerationsIn(settings: AddOnConfiguration): readonly Toleration[] {
  const lists = [settings.tolerations, isObject(settings.controller) ? settings.controller.tolerations : undefined];
  return lists
    .flatMap((list: unknown) => (Array.isArray(list) ? list : []))
    .filter(isObject)
    .map(({ key, operator, value, effect }) => ({
      key: textOf(key),
      operator: textOf(operator),
      value: textOf(value),
      effect: textOf(effect),
    }));
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
