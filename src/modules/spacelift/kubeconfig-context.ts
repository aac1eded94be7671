import { Construct } from "constructs";
import { Context } from "../../../.gen/spacelift/context.js";

/** Writes the kubeconfig that the Kubernetes providers read; the variables come from the stack dependency. */
const updateKubeconfig = 'aws eks update-kubeconfig --region "$REGION" --name "$CLUSTER_NAME"';

/** Hooks that give a stack access to its cluster. Each phase may begin in a new container, so each writes the file again. */
export class KubeconfigContext extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const hooks = [updateKubeconfig];
    this.id = new Context(this, "kubeconfig", {
      name: "Kubernetes Deployments Kubeconfig",
      description: "Writes the kubeconfig of the environment's cluster before every phase",
      spaceId: "root",
      labels: ["kubernetes"],
      beforeInit: hooks,
      beforePlan: hooks,
      beforeApply: hooks,
      beforePerform: hooks,
      beforeDestroy: hooks,
    }).id;
  }
}
