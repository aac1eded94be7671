import { attachmentLimit } from "../../../aws/ec2/facts/volume-types.ts";
import type { Controller, ControllerContext } from "../../controller.ts";
import { objectsAt, textAt } from "../../fields.ts";
import { type KubernetesObject, ownedBy } from "../../object.ts";
import { podSpecOf } from "../../workloads/pods/pod-types.ts";
import { readyPodsOf } from "../../workloads/pods/running.ts";
import { nodeView } from "../../workloads/scheduling/nodes.ts";
import { ebsProvisioner } from "../storage-classes.ts";

const kind = "storage.k8s.io/CSINode";
const isRegistrar = (image: string): boolean => image.includes("/csi-node-driver-registrar:");

/** Makes the driver known on every node where its pod runs: volumes are made only for such nodes. */
export const ebsNodeRegistrar: Controller = {
  name: "csi-node-driver-registrar",
  watches: ["/Pod", "/Node", kind],
  reconcile(context) {
    for (const pod of readyPodsOf(context.cluster, isRegistrar)) {
      const node = context.api.find("/Node", podSpecOf(pod).nodeName);
      if (node) register(context, node);
    }
  },
};

function register({ api }: ControllerContext, node: KubernetesObject): void {
  const { name, instanceId, labels } = nodeView(node);
  const present = api.find(kind, name);
  const others = objectsAt(present, "spec.drivers").filter((driver) => textAt(driver, "name") !== ebsProvisioner);
  if (present && others.length < objectsAt(present, "spec.drivers").length) return;
  const { volumes, isShared } = attachmentLimit(labels["node.kubernetes.io/instance-type"] ?? "");
  const driver = {
    name: ebsProvisioner,
    nodeID: instanceId,
    topologyKeys: ["kubernetes.io/os", "topology.ebs.csi.aws.com/zone", "topology.kubernetes.io/zone"],
    // The root volume takes one place, and where interfaces count, the first of them another.
    allocatable: { count: volumes - (isShared ? 2 : 1) },
  };
  if (present) api.patch(present, { spec: { drivers: [...others, driver] } });
  else {
    api.create({
      apiVersion: "storage.k8s.io/v1",
      kind: "CSINode",
      metadata: { name, ownerReferences: [ownedBy(node, { controller: false })] },
      spec: { drivers: [driver] },
    });
  }
}
