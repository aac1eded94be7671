import type { Cluster } from "../../kubernetes/cluster.ts";
import { objectsAt, textAt, textsAt } from "../../kubernetes/fields.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import { operatorPod } from "../operator-pod.ts";

/** True for images of the controller. */
export const isControllerImage = (image: string): boolean => /cert-manager-controller[:@]/.test(image);
/** Whether an image runs the injector of certificate authorities. */
export const isInjectorImage = (image: string): boolean => /cert-manager-cainjector[:@]/.test(image);
/** Whether an image runs the webhook. */
export const isWebhookImage = (image: string): boolean => /cert-manager-webhook[:@]/.test(image);

/** How a running controller was started. */
export interface Settings {
  /** Namespace of the secrets of cluster issuers. */
  readonly namespace: string;
  readonly solverImage: string;
  readonly hasGatewaySwitch: boolean;
  /** Secrets go with their Certificates. */
  readonly ownsSecrets: boolean;
}

/** Settings of the controller that runs in a cluster; undefined when none does. */
export function runningSettings(cluster: Cluster): Settings | undefined {
  const pod = operatorPod(cluster, isControllerImage);
  return pod && settingsOf(cluster, pod);
}

/** Settings by the arguments of a controller's pod and by its file. */
export function settingsOf(cluster: Cluster, pod: KubernetesObject): Settings {
  const args = textsAt(objectsAt(pod.spec, "containers")[0], "args");
  const own = pod.metadata.namespace ?? "";
  const namespace = flagValue(args, "--cluster-resource-namespace");
  return {
    namespace: namespace === "" || namespace.startsWith("$(") ? own : namespace,
    solverImage: flagValue(args, "--acme-http01-solver-image"),
    hasGatewaySwitch: hasGatewaySwitch(args, configurationFile(cluster, pod)),
    ownsSecrets: flagValue(args, "--enable-certificate-owner-ref") === "true",
  };
}

function flagValue(args: readonly string[], flag: string): string {
  return args.find((arg) => arg.startsWith(`${flag}=`))?.slice(flag.length + 1) ?? "";
}

/** The flag and the file's field are there from 1.15 on, the feature gate before. Source: cert-manager, usage/gateway. */
function hasGatewaySwitch(args: readonly string[], file: string): boolean {
  return (
    args.includes("--enable-gateway-api") ||
    args.includes("--enable-gateway-api=true") ||
    flagValue(args, "--feature-gates").includes("ExperimentalGatewayAPISupport=true") ||
    /"?enableGatewayAPI"?\s*:\s*true/.test(file) ||
    /"?gatewayAPI"?\s*:[\s{]*"?enabled"?\s*:\s*true/.test(file)
  );
}

/** Text of the ConfigMap that the pod mounts as its configuration. */
function configurationFile(cluster: Cluster, pod: KubernetesObject): string {
  const volume = objectsAt(pod.spec, "volumes").find((found) => textAt(found, "name") === "config");
  const name = textAt(volume, "configMap.name");
  const found = cluster.store.find("/ConfigMap", pod.metadata.namespace ?? "", name);
  return Object.values((found?.data ?? {}) as Readonly<Record<string, string>>).join("\n");
}
