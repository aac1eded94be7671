import type { Controller, ControllerContext } from "../controller.ts";
import { at, objectsAt, textAt, textMapAt } from "../fields.ts";
import { isTerminating, type KubernetesObject, type Manifest, ownedBy } from "../object.ts";
import { listed } from "./pods/pods.ts";
import { readyEndpoints } from "./pods/running.ts";

/** Keeps one EndpointSlice for each Service with a selector: the addresses of the ready pods behind it. */
export const endpointSliceController: Controller = {
  name: "endpointslice-controller",
  watches: ["/Service", "/Pod"],
  reconcile(context) {
    for (const service of listed(context.cluster, "/Service")) {
      const hasSelector = Object.keys(textMapAt(service, "spec.selector")).length > 0;
      const home = context.api.find("/Namespace", service.metadata.namespace ?? "default");
      // Nothing new may be made in a namespace that goes.
      if (hasSelector && !isTerminating(service) && home && !isTerminating(home)) keepSlice(context, service);
    }
  },
};

function keepSlice({ api, cluster }: ControllerContext, service: KubernetesObject): void {
  const { name, namespace = "default" } = service.metadata;
  const addresses = readyEndpoints(cluster, { namespace, name }).map((pod) => textAt(pod, "status.podIP"));
  const present = api.find("discovery.k8s.io/EndpointSlice", sliceName(name), namespace);
  if (!present) {
    api.create(sliceOf(service, addresses));
    return;
  }
  const known = objectsAt(present, "endpoints").map((endpoint) => String(at(endpoint, "addresses") ?? ""));
  if (known.join() !== addresses.join())
    api.update({ ...present, ...sliceOf(service, addresses), metadata: present.metadata });
}

function sliceName(service: string): string {
  return `${service}-endpoints`;
}

function sliceOf(service: KubernetesObject, addresses: readonly string[]): Manifest {
  const { name, namespace = "default" } = service.metadata;
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      name: sliceName(name),
      namespace,
      labels: {
        "kubernetes.io/service-name": name,
        "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
      },
      ownerReferences: [ownedBy(service)],
    },
    addressType: "IPv4",
    endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })),
    ports: objectsAt(service, "spec.ports").map((port) => ({
      name: textAt(port, "name"),
      port: at(port, "targetPort") ?? at(port, "port") ?? null,
      protocol: textAt(port, "protocol") || "TCP",
    })),
  };
}
