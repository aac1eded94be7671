import type { Manifest } from "../../../kubernetes/object.ts";
import { hook } from "../shared/hooks.ts";
import { clusterWide, type Scope } from "../shared/scope.ts";

/** Writes the zone of its node into each Envoy's pod; passes are not stopped when it is down. From chart 1.9 on. */
export function topologyInjector(scope: Scope): Manifest {
  const { namespace } = scope;
  return hook(
    "pre-install, pre-upgrade",
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "MutatingWebhookConfiguration",
      metadata: clusterWide(scope, `envoy-gateway-topology-injector.${namespace}`),
      webhooks: [
        {
          name: "topology.webhook.gateway.envoyproxy.io",
          clientConfig: { service: { name: "envoy-gateway", namespace, path: "/inject-pod-topology", port: 9443 } },
          rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods/binding"] }],
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
          failurePolicy: "Ignore",
          admissionReviewVersions: ["v1"],
          sideEffects: "None",
        },
      ],
    },
    { weight: -1 },
  );
}

/** Keeps older or experimental kinds of the Gateway API from replacing newer standard ones. From chart 1.9 on. */
export function safeUpgradePolicy(): readonly Manifest[] {
  const name = "safe-upgrades.gateway.networking.k8s.io";
  const apiVersion = "admissionregistration.k8s.io/v1";
  return [
    {
      apiVersion,
      kind: "ValidatingAdmissionPolicy",
      metadata: { name },
      spec: {
        failurePolicy: "Fail",
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: ["apiextensions.k8s.io"],
              apiVersions: ["v1"],
              operations: ["CREATE", "UPDATE"],
              resources: ["customresourcedefinitions"],
            },
          ],
        },
      },
    },
    {
      apiVersion,
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name },
      spec: { policyName: name, validationActions: ["Deny"] },
    },
  ];
}
