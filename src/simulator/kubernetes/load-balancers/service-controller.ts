import { type Aws, AwsError } from "../../aws/client.ts";
import type { Instance } from "../../aws/ec2/instance-records.ts";
import { ec2 } from "../../aws/ec2/tables.ts";
import type { Cluster as EksCluster } from "../../aws/eks/records.ts";
import {
  changeLoadBalancer,
  createLoadBalancer,
  deleteLoadBalancer,
  findLoadBalancer,
} from "../../aws/elb/load-balancer.ts";
import { roleByArn } from "../../aws/iam/principals.ts";
import { sessionOf } from "../../aws/iam/service-roles.ts";
import { servicePrincipal } from "../../aws/principal.ts";
import { ServiceError } from "../../rule.ts";
import type { Controller, ControllerContext } from "../controller.ts";
import { recordEvent } from "../events.ts";
import { objectsAt, textAt } from "../fields.ts";
import { isTerminating, isTrue, type KubernetesObject } from "../object.ts";
import { closeNodes, deleteOwnGroup, ensureGroups, findOwnGroup, openNodes } from "./security-groups.ts";
import { kindOf, loadBalancerName, settingsOf, wantsLoadBalancer } from "./service-settings.ts";
import { subnetsFor } from "./subnets.ts";

const finalizer = "service.kubernetes.io/load-balancer-cleanup";

/** Seconds: until the load balancer has its name, from there until its targets are in service, until its interfaces are gone. */
const times = { create: 10, inService: 90, interfaces: 75 } as const;

/** Seconds before the first and between the last tries, and how often it tries without anything having changed. */
const retry = { first: 5, longest: 300, tries: 8 } as const;

/** How often a Service's load balancer could not be made, and why at last. */
interface Failure {
  readonly tries: number;
  readonly message: string;
}

/** Makes, changes and removes the load balancers of Services, with the rights of the cluster's role. */
export const serviceController: Controller = {
  name: "service-controller",
  watches: [
    "/Service",
    "/Node",
    "aws/ec2/subnet",
    "aws/ec2/security-group",
    "aws/ec2/route-table",
    "aws/ec2/internet-gateway",
    "aws/iam/role",
    "aws/elb/load-balancer",
  ],
  reconcile(context) {
    const { cluster, api } = context;
    const held = cluster.eks;
    if (!held) return;
    const role = roleByArn(cluster.world, held.roleArn);
    const own = context.aws(servicePrincipal("eks.amazonaws.com", cluster.account));
    if (!role) return;
    const aws = own.as(sessionOf(own, role, "cloud-controller-manager"));
    for (const service of api.list("/Service")) {
      const isWanted = wantsLoadBalancer(service) && !isTerminating(service);
      if (isWanted) attempt(context, service, () => ensure(context, aws, held, service));
      else if (service.metadata.finalizers?.includes(finalizer)) {
        attempt(context, service, () => remove(context, aws, held, service));
      }
    }
  },
};

/** Tries something for a Service; what AWS or the controller refuses becomes an event, and is tried again later and later. */
function attempt(context: ControllerContext, service: KubernetesObject, action: () => void): void {
  const { uid } = service.metadata;
  const failures = context.cluster.table<Failure>("load-balancer-failure");
  const failed = failures.get(uid);
  try {
    action();
    if (failed) failures.delete(uid);
  } catch (error) {
    if (!(error instanceof AwsError || error instanceof ServiceError)) throw error;
    const cause = error instanceof AwsError ? error.cause : error;
    const said = error instanceof AwsError ? `${cause.code}: ${cause.message}` : cause.message;
    const verb = isTerminating(service) ? "delete" : "ensure";
    const message = `Error syncing load balancer: failed to ${verb} load balancer: ${said}`;
    const tries = failed?.message === message ? failed.tries : 0;
    if (tries >= retry.tries || (tries > 0 && !context.elapsed(`retry ${uid} ${tries}`, waitAfter(tries)))) return;
    failures.put(uid, { tries: tries + 1, message });
    recordEvent(context, service, { type: "Warning", reason: "SyncLoadBalancerFailed", message });
    if (tries + 1 < retry.tries) context.elapsed(`retry ${uid} ${tries + 1}`, waitAfter(tries + 1));
  }
}

function waitAfter(tries: number): number {
  return Math.min(retry.longest, retry.first * 2 ** (tries - 1));
}

function ensure(context: ControllerContext, aws: Aws, cluster: EksCluster, service: KubernetesObject): void {
  const { api } = context;
  const { finalizers = [], namespace = "default", name, uid } = service.metadata;
  if (!finalizers.includes(finalizer)) {
    api.setFinalizers(service, [...finalizers, finalizer]);
    recordEvent(context, service, {
      type: "Normal",
      reason: "EnsuringLoadBalancer",
      message: "Ensuring load balancer",
    });
  }
  const settings = settingsOf(service, cluster.name);
  const present = findLoadBalancer(aws, settings.kind, settings.name);
  const instances = instancesOf(context, aws);
  const subnetIds = present ? present.subnetIds : subnetsFor(aws, cluster, settings);
  if (!present && !context.elapsed(`create ${uid}`, times.create)) return;
  const groups = settings.kind === "classic" ? ensureGroups(aws, cluster, `${namespace}/${name}`, settings) : [];
  const inServiceAt = new Date(context.cluster.now.getTime() + times.inService * 1_000).toISOString();
  const { kind, isInternal, listeners, attributes, tags } = settings;
  const made =
    present ??
    createLoadBalancer(aws, {
      kind,
      name: settings.name,
      isInternal,
      subnetIds,
      securityGroupIds: groups,
      listeners,
      attributes,
      inServiceAt,
      tags,
    });
  openNodes(aws, cluster.name, instances, settings, groups);
  changeLoadBalancer(aws, made, { listeners, attributes, instanceIds: instances.map(({ id }) => id) });
  tell(context, service, made.dnsName, instances.length);
}

function tell(context: ControllerContext, service: KubernetesObject, hostname: string, nodes: number): void {
  const shown = textAt(objectsAt(service, "status.loadBalancer.ingress")[0], "hostname");
  if (nodes === 0) {
    const message = "There are no available nodes for LoadBalancer";
    if (shown === "") recordEvent(context, service, { type: "Warning", reason: "UnAvailableLoadBalancer", message });
  }
  if (shown === hostname) return;
  context.api.setStatus(service, { loadBalancer: { ingress: [{ hostname }] } });
  recordEvent(context, service, { type: "Normal", reason: "EnsuredLoadBalancer", message: "Ensured load balancer" });
}

/** The instances of the nodes that are ready and not left out of load balancers. */
function instancesOf({ api }: ControllerContext, aws: Aws): readonly Instance[] {
  return api
    .list("/Node")
    .filter(
      (node) =>
        isTrue(node, "Ready") &&
        node.metadata.labels?.["node.kubernetes.io/exclude-from-external-load-balancers"] === undefined,
    )
    .flatMap((node) => ec2.instances(aws).get(textAt(node, "spec.providerID").split("/").at(-1) ?? "") ?? []);
}

/** Node rules first, then the load balancer; its group goes once its interfaces are gone, the Service with the finalizer. */
function remove(context: ControllerContext, aws: Aws, cluster: EksCluster, service: KubernetesObject): void {
  const { finalizers = [], uid } = service.metadata;
  const [kind, name] = [kindOf(service), loadBalancerName(service)];
  const { vpcId } = cluster.network;
  const group = findOwnGroup(aws, vpcId, name);
  if (findLoadBalancer(aws, kind, name)) {
    recordEvent(context, service, {
      type: "Normal",
      reason: "DeletingLoadBalancer",
      message: "Deleting load balancer",
    });
    closeNodes(aws, name, group?.id);
    deleteLoadBalancer(aws, kind, name);
  }
  if (group && !context.elapsed(`interfaces ${uid}`, times.interfaces)) return;
  deleteOwnGroup(aws, vpcId, name);
  recordEvent(context, service, { type: "Normal", reason: "DeletedLoadBalancer", message: "Deleted load balancer" });
  const left = finalizers.filter((held) => held !== finalizer);
  if (!isTerminating(service)) context.api.setStatus(service, { loadBalancer: {} });
  context.api.setFinalizers(service, left);
}
