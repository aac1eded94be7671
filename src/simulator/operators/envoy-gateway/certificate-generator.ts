import type { Controller } from "../../kubernetes/controller.ts";
import { objectsAt, textsAt } from "../../kubernetes/fields.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import { phaseOf } from "../../kubernetes/workloads/pods/pods.ts";
import { encoded, pem } from "../key-material.ts";

/** Secrets that certgen leaves behind; Helm and Argo CD do not know of them. Source: Envoy Gateway, internal/cmd/certgen.go. */
const certificates = ["envoy-gateway", "envoy", "envoy-rate-limit"];

/** What the pod of the chart's certgen Job does when it runs. */
export const certificateGenerator: Controller = {
  name: "envoy-gateway-certgen",
  watches: ["/Pod", "/Secret"],
  reconcile({ api, cluster }) {
    for (const pod of api.list("/Pod")) {
      const namespace = pod.metadata.namespace ?? "";
      if (!isCertgen(pod) || phaseOf(pod) !== "Succeeded") continue;
      const missing = certificates.filter((name) => !api.find("/Secret", name, namespace));
      const authority = missing.length > 0 ? pem(cluster, "CERTIFICATE", [namespace, "authority"]) : "";
      for (const name of missing) {
        const data = encoded({
          "ca.crt": authority,
          "tls.crt": pem(cluster, "CERTIFICATE", [namespace, name]),
          "tls.key": pem(cluster, "PRIVATE KEY", [namespace, name]),
        });
        api.create(secretOf(name, namespace, "kubernetes.io/tls", data));
      }
      if (api.find("/Secret", "envoy-oidc-hmac", namespace)) continue;
      const key = encoded({
        "hmac-secret": cluster.world.ids.hex(64, "envoy-gateway/hmac", [cluster.name, namespace]),
      });
      api.create(secretOf("envoy-oidc-hmac", namespace, "Opaque", key));
    }
  },
};

function isCertgen(pod: KubernetesObject): boolean {
  return objectsAt(pod.spec, "containers").some((container) => textsAt(container, "command").includes("certgen"));
}

function secretOf(name: string, namespace: string, type: string, data: Readonly<Record<string, string>>) {
  const labels = { "control-plane": "envoy-gateway" };
  return { apiVersion: "v1", kind: "Secret", metadata: { name, namespace, labels }, type, data };
}
