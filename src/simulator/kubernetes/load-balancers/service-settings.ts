import { parseCidr } from "../../aws/ec2/cidr.ts";
import type { Listener, LoadBalancerKind } from "../../aws/elb/load-balancer.ts";
import type { Tags } from "../../aws/tags.ts";
import { refuseIf } from "../../rule.ts";
import { numberAt, objectsAt, textAt, textsAt } from "../fields.ts";
import type { KubernetesObject } from "../object.ts";
import { loadBalancerRules as rules } from "./rules.ts";

const prefix = "service.beta.kubernetes.io/aws-load-balancer-";

/** What a Service asks of its load balancer. */
export interface ServiceSettings {
  readonly kind: LoadBalancerKind;
  readonly name: string;
  readonly isInternal: boolean;
  readonly listeners: readonly Listener[];
  readonly sourceRanges: readonly string[];
  /** Subnets by id or name; all that suit when empty. */
  readonly subnets: readonly string[];
  /** Groups in place of the one that the controller makes. */
  readonly securityGroups: readonly string[];
  readonly extraSecurityGroups: readonly string[];
  readonly tags: Tags;
  readonly attributes: Readonly<Record<string, string>>;
}

/** True for Services that the cloud controller makes a load balancer for: those of other classes are left to others. */
export function wantsLoadBalancer(service: KubernetesObject): boolean {
  const kind = annotation(service, "type");
  return (
    textAt(service, "spec.type") === "LoadBalancer" &&
    textAt(service, "spec.loadBalancerClass") === "" &&
    kind !== "external" &&
    kind !== "nlb-ip"
  );
}

/** The kind of load balancer that a Service asks for. */
export function kindOf(service: KubernetesObject): LoadBalancerKind {
  return annotation(service, "type") === "nlb" ? "network" : "classic";
}

/** `a` and the Service's uid without dashes, 32 characters in all. */
export function loadBalancerName({ metadata }: KubernetesObject): string {
  return `a${metadata.uid.replaceAll("-", "")}`.slice(0, 32);
}

/**
 * The settings of a Service's load balancer.
 *
 * @throws ServiceError for what AWS cannot do
 */
export function settingsOf(service: KubernetesObject, clusterName: string): ServiceSettings {
  const kind = kindOf(service);
  const ports = objectsAt(service, "spec.ports");
  const protocols = ports.map((port) => textAt(port, "protocol") || "TCP");
  refuseIf(kind === "classic" && protocols.some((protocol) => protocol !== "TCP"), rules.protocol);
  const affinity = textAt(service, "spec.sessionAffinity") || "None";
  refuseIf(kind === "classic" && affinity !== "None", rules.affinity, affinity);
  refuseIf(textAt(service, "spec.loadBalancerIP") !== "", rules.address);
  const { namespace = "default", name } = service.metadata;
  return {
    kind,
    name: loadBalancerName(service),
    isInternal: !["", "false", "0.0.0.0/0"].includes(annotation(service, "internal")),
    listeners: ports.map((port, index) => ({
      protocol: protocols[index] ?? "TCP",
      port: numberAt(port, "port", 0),
      instancePort: numberAt(port, "nodePort", 0),
    })),
    sourceRanges: sourceRangesOf(service),
    subnets: listIn(service, "subnets"),
    securityGroups: listIn(service, "security-groups"),
    extraSecurityGroups: listIn(service, "extra-security-groups"),
    tags: {
      ...additionalTags(service),
      "kubernetes.io/service-name": `${namespace}/${name}`,
      [`kubernetes.io/cluster/${clusterName}`]: "owned",
    },
    attributes: attributesOf(service),
  };
}

function sourceRangesOf(service: KubernetesObject): readonly string[] {
  const named = textsAt(service, "spec.loadBalancerSourceRanges");
  const ranges = named.length > 0 ? named : listOf(service.metadata.annotations?.[`${rangesAnnotation}`] ?? "");
  refuseIf(
    ranges.some((range) => parseCidr(range.trim()) === undefined),
    rules.sourceRange,
    ranges,
  );
  return ranges.length > 0 ? ranges.map((range) => range.trim()) : ["0.0.0.0/0"];
}

const rangesAnnotation = "service.beta.kubernetes.io/load-balancer-source-ranges";

/** Annotations that become attributes; what is not named has the default of the load balancer. */
function attributesOf(service: KubernetesObject): Readonly<Record<string, string>> {
  const names = ["proxy-protocol", "cross-zone-load-balancing-enabled", "connection-idle-timeout", "backend-protocol"];
  const set = names.map((name) => [name, annotation(service, name)] as const).filter(([, value]) => value !== "");
  return Object.fromEntries([...set, ...healthCheck(service)]);
}

/** With the policy `Local` nodes without a pod of the Service are out of service. */
function healthCheck(service: KubernetesObject): readonly (readonly [string, string])[] {
  const port = numberAt(service, "spec.healthCheckNodePort", 0);
  const isLocal = textAt(service, "spec.externalTrafficPolicy") === "Local";
  const first = numberAt(objectsAt(service, "spec.ports")[0], "nodePort", 0);
  return [["health-check", isLocal && port > 0 ? `HTTP:${port}/healthz` : `TCP:${first}`]];
}

function additionalTags(service: KubernetesObject): Tags {
  const pairs = listIn(service, "additional-resource-tags").map((pair) => pair.split("="));
  return Object.fromEntries(pairs.map(([key = "", value = ""]) => [key.trim(), value.trim()]));
}

function annotation({ metadata }: KubernetesObject, name: string): string {
  return metadata.annotations?.[`${prefix}${name}`] ?? "";
}

function listIn(service: KubernetesObject, name: string): readonly string[] {
  return listOf(annotation(service, name));
}

function listOf(text: string): readonly string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
