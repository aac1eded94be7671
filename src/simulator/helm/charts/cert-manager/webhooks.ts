import { at, numberAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";
import { compact } from "../shared/compact.ts";
import { clusterWide, type Scope } from "../shared/scope.ts";

const registration = "admissionregistration.k8s.io/v1";

/** Both configurations of the webhook; the CA injector fills in the authority that they trust. */
export function webhookConfigurations(scope: Scope): readonly Manifest[] {
  const name = `${scope.fullName}-webhook`;
  const meta = clusterWide(scope, name, {
    annotations: { "cert-manager.io/inject-ca-from-secret": `${scope.namespace}/${name}-ca` },
  });
  const webhook = (path: string, rules: readonly JsonObject[], selector: string): JsonObject =>
    compact({
      name: "webhook.cert-manager.io",
      clientConfig: { service: { name, namespace: scope.namespace, path } },
      rules,
      namespaceSelector: at(scope.values, selector),
      admissionReviewVersions: ["v1"],
      failurePolicy: "Fail",
      matchPolicy: "Equivalent",
      sideEffects: "None",
      timeoutSeconds: numberAt(scope.values, "webhook.timeoutSeconds", 30),
    });
  const mutated = {
    apiGroups: ["cert-manager.io"],
    apiVersions: ["v1"],
    operations: ["CREATE"],
    resources: ["certificaterequests"],
  };
  const validated = {
    apiGroups: ["cert-manager.io", "acme.cert-manager.io"],
    apiVersions: ["v1"],
    operations: ["CREATE", "UPDATE"],
    resources: ["*/*"],
  };
  return [
    {
      apiVersion: registration,
      kind: "MutatingWebhookConfiguration",
      metadata: meta,
      webhooks: [webhook("/mutate", [mutated], "webhook.mutatingWebhookConfiguration.namespaceSelector")],
    },
    {
      apiVersion: registration,
      kind: "ValidatingWebhookConfiguration",
      metadata: meta,
      webhooks: [webhook("/validate", [validated], "webhook.validatingWebhookConfiguration.namespaceSelector")],
    },
  ];
}
