import type { ControllerContext } from "../../kubernetes/controller.ts";
import { objectsAt, textAt, textMapAt } from "../../kubernetes/fields.ts";
import { isObject } from "../../kubernetes/object.ts";
import { encoded, pem } from "../key-material.ts";

const configurations = [
  ["admissionregistration.k8s.io/MutatingWebhookConfiguration", "cnpg-mutating-webhook-configuration"],
  ["admissionregistration.k8s.io/ValidatingWebhookConfiguration", "cnpg-validating-webhook-configuration"],
] as const;

/** What the operator does when it starts: certificates for its webhooks, and the API server's trust in them. */
export function keepWebhookAuthority(context: ControllerContext, namespace: string): void {
  const { api, cluster } = context;
  const keep = (name: string, certificate: string, key: string) => {
    if (api.find("/Secret", name, namespace)) return;
    const data = encoded({
      [certificate]: pem(cluster, "CERTIFICATE", [namespace, name]),
      [key]: pem(cluster, "EC PRIVATE KEY", [namespace, name]),
    });
    api.create({ apiVersion: "v1", kind: "Secret", metadata: { name, namespace }, type: "Opaque", data });
  };
  keep("cnpg-ca-secret", "ca.crt", "ca.key");
  keep("cnpg-webhook-cert", "tls.crt", "tls.key");
  const caBundle = textMapAt(api.find("/Secret", "cnpg-ca-secret", namespace), "data")["ca.crt"] ?? "";
  for (const [kind, name] of configurations) {
    const configuration = api.find(kind, name);
    const webhooks = objectsAt(configuration, "webhooks");
    if (!configuration || webhooks.every((webhook) => textAt(webhook, "clientConfig.caBundle") !== "")) continue;
    api.patch(configuration, {
      webhooks: webhooks.map((webhook) => {
        const clientConfig = isObject(webhook.clientConfig) ? webhook.clientConfig : {};
        return { ...webhook, clientConfig: { ...clientConfig, caBundle } };
      }),
    });
  }
}
