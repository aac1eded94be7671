import type { Aws } from "../../aws/client.ts";
import { parseConfiguration } from "../../aws/eks/add-on-configuration.ts";
import { defaultVersion } from "../../aws/eks/facts/add-on-versions.ts";
import { addOnFacts } from "../../aws/eks/facts/add-ons.ts";
import { type AddOn, type Cluster as EksCluster, eks } from "../../aws/eks/records.ts";
import { servicePrincipal } from "../../aws/principal.ts";
import { canonicalJson, type JsonObject } from "../../world/json.ts";
import type { Cluster } from "../cluster.ts";
import type { Controller, ControllerContext } from "../controller.ts";
import { definitions } from "../kinds.ts";
import { keyOf, type Manifest, type ObjectKey } from "../object.ts";
import { fillNewCluster } from "../server/new-cluster.ts";
import type { AddOnPlan } from "./manifests.ts";
import { coreDns, kubeProxy, vpcCni } from "./network-objects.ts";
import { ebsCsiDriver, guardDutyAgent, podIdentityAgent } from "./node-objects.ts";

/** Objects of the add-ons that EKS installs, by add-on. */
const objectsOf: Readonly<Record<string, (plan: AddOnPlan) => readonly Manifest[]>> = {
  "vpc-cni": vpcCni,
  "kube-proxy": kubeProxy,
  coredns: coreDns,
  "aws-ebs-csi-driver": ebsCsiDriver,
  "eks-pod-identity-agent": podIdentityAgent,
  "aws-guardduty-agent": guardDutyAgent,
};

/** What EKS put into a cluster for one add-on. */
interface Installed {
  /** What the objects were made of. */
  readonly plan: string;
  readonly objects: readonly ObjectKey[];
}

/** Kinds whose objects stay in the cluster when their add-on goes. Source: general knowledge. */
const kept: ReadonlySet<string> = new Set([definitions, "/Namespace"]);

/**
 * EKS's own hand in a cluster: the objects of its add-ons, managed or not, when they are installed, updated and deleted. What
 * others change in between stays until the next update.
 */
export const eksAddOns: Controller = {
  name: "eks",
  watches: ["aws/eks/addon", "aws/eks/cluster"],
  reconcile(context) {
    const { cluster } = context;
    const held = cluster.eks;
    if (!held) return;
    fillNewCluster(cluster);
    const aws = context.aws(servicePrincipal("eks.amazonaws.com", cluster.account));
    const plans = plansFor(aws, held);
    for (const plan of plans) install(context, plan);
    const wanted = new Set(plans.map(({ name }) => name));
    for (const name of [...installed(cluster).keys()]) if (!wanted.has(name)) uninstall(context, name);
  },
};

function plansFor(aws: Aws, cluster: EksCluster): readonly AddOnPlan[] {
  const records = eks
    .addOns(aws)
    .filter(({ clusterName, failure }) => clusterName === cluster.name && failure === null);
  const named = new Set(records.map(({ name }) => name));
  const unmanaged = cluster.selfManagedAddOns.filter((name) => !named.has(name));
  return [
    ...records.map((addOn) => planOf(aws, cluster, addOn)),
    ...unmanaged.map((name) =>
      planOf(aws, cluster, {
        name,
        version: defaultVersion(name, cluster.version) ?? "",
        namespace: addOnFacts[name]?.namespace ?? "kube-system",
        configuration: "",
        serviceAccountRoleArn: null,
      }),
    ),
  ];
}

type Wanted = Pick<AddOn, "name" | "version" | "namespace" | "configuration" | "serviceAccountRoleArn">;

function planOf(aws: Aws, cluster: EksCluster, addOn: Wanted): AddOnPlan {
  const { name, version, namespace, configuration, serviceAccountRoleArn } = addOn;
  return {
    name,
    version,
    namespace,
    region: aws.region,
    clusterName: cluster.name,
    serviceCidr: cluster.service.ipv4Cidr ?? "",
    configuration: (parseConfiguration(configuration) ?? {}) as JsonObject,
    serviceAccountRoleArn,
  };
}

function install({ api, cluster }: ControllerContext, plan: AddOnPlan): void {
  const text = canonicalJson({ ...plan });
  const before = installed(cluster).get(plan.name);
  if (before?.plan === text) return;
  const objects = objectsOf[plan.name]?.(plan) ?? [];
  for (const manifest of objects) api.apply(manifest, { force: true });
  const keys = objects.map(keyOf);
  const left = (before?.objects ?? []).filter((old) => !keys.some((key) => sameKey(key, old)));
  installed(cluster).put(plan.name, { plan: text, objects: keys });
  remove({ api, cluster }, left);
}

function uninstall(context: ControllerContext, name: string): void {
  const held = installed(context.cluster).get(name);
  remove(context, [...(held?.objects ?? [])].reverse());
  installed(context.cluster).delete(name);
}

function remove({ api }: Pick<ControllerContext, "api" | "cluster">, keys: readonly ObjectKey[]): void {
  for (const { group, kind, namespace, name } of keys) {
    const key = `${group}/${kind}`;
    const present = kept.has(key) ? undefined : api.find(key, name, namespace);
    if (present) api.delete(present);
  }
}

function sameKey(left: ObjectKey, right: ObjectKey): boolean {
  return canonicalJson({ ...left }) === canonicalJson({ ...right });
}

function installed(cluster: Cluster) {
  return cluster.table<Installed>("add-on");
}
