import type { Controller, ControllerContext } from "../../kubernetes/controller.ts";
import { objectsAt, textAt, textMapAt } from "../../kubernetes/fields.ts";
import { isObject, type KubernetesObject } from "../../kubernetes/object.ts";
import type { JsonObject } from "../../world/json.ts";
import { encoded, pem } from "../key-material.ts";
import { operatorPod } from "../operator-pod.ts";
import { kinds } from "./kinds.ts";
import { certManagerReview } from "./review.ts";
import { isInjectorImage, isWebhookImage } from "./settings.ts";

const fromSecret = "cert-manager.io/inject-ca-from-secret";
const fromCertificate = "cert-manager.io/inject-ca-from";

const configurations = [
  "admissionregistration.k8s.io/MutatingWebhookConfiguration",
  "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
];

/** The webhook's own process: it makes the authority that signs its serving certificate. */
export const certManagerWebhook: Controller = {
  name: "cert-manager-webhook",
  watches: ["/Pod", "/Secret"],
  isRunning: (cluster) => operatorPod(cluster, isWebhookImage) !== undefined,
  admissionHooks: [certManagerReview],
  reconcile({ api, cluster, elapsed }) {
    const pod = operatorPod(cluster, isWebhookImage);
    const args = objectsAt(pod?.spec, "containers").flatMap((container) => container.args ?? []);
    const flag = "--dynamic-serving-ca-secret-name=";
    const name = args.find((arg): arg is string => typeof arg === "string" && arg.startsWith(flag))?.slice(flag.length);
    const namespace = pod?.metadata.namespace ?? "";
    if (name === undefined || api.find("/Secret", name, namespace) || !elapsed("authority", 5)) return;
    const certificate = pem(cluster, "CERTIFICATE", [namespace, name]);
    const data = encoded({
      "ca.crt": certificate,
      "tls.crt": certificate,
      "tls.key": pem(cluster, "EC PRIVATE KEY", [namespace, name]),
    });
    api.create({ apiVersion: "v1", kind: "Secret", metadata: { name, namespace }, type: "Opaque", data });
  },
};

/** The CA injector: copies authorities to where annotations ask for them, so that the API server trusts webhooks. */
export const certManagerInjector: Controller = {
  name: "cert-manager-cainjector",
  watches: ["/Pod", "/Secret", kinds.certificate, ...configurations],
  isRunning: (cluster) => operatorPod(cluster, isInjectorImage) !== undefined,
  reconcile(context) {
    for (const kind of configurations) {
      for (const configuration of context.api.list(kind)) inject(context, configuration);
    }
  },
};

function inject(context: ControllerContext, configuration: KubernetesObject): void {
  const authority = authorityFor(context, configuration);
  if (authority === undefined) return;
  const webhooks = objectsAt(configuration, "webhooks");
  if (webhooks.every((webhook) => textAt(webhook, "clientConfig.caBundle") === authority)) return;
  if (!context.elapsed(`inject ${configuration.metadata.uid}`, 5)) return;
  context.api.patch(configuration, { webhooks: webhooks.map((webhook) => trusting(webhook, authority)) });
}

function trusting(webhook: JsonObject, caBundle: string): JsonObject {
  const clientConfig = isObject(webhook.clientConfig) ? webhook.clientConfig : {};
  return { ...webhook, clientConfig: { ...clientConfig, caBundle } };
}

/** The authority that a configuration asks for, in base64; undefined while it is not there. */
function authorityFor({ api }: ControllerContext, { metadata }: KubernetesObject): string | undefined {
  const { [fromSecret]: secretPlace, [fromCertificate]: certificatePlace } = metadata.annotations ?? {};
  const [namespace = "", name = ""] = (secretPlace ?? certificatePlace ?? "").split("/");
  const secretName =
    secretPlace === undefined ? textAt(api.find(kinds.certificate, name, namespace)?.spec, "secretName") : name;
  const data = textMapAt(api.find("/Secret", secretName, namespace), "data");
  return data["ca.crt"] || data["tls.crt"] || undefined;
}
