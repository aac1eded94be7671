import { KubernetesApi, systemUser } from "../kubernetes/api.ts";
import type { Cluster } from "../kubernetes/cluster.ts";
import { Clusters } from "../kubernetes/clusters.ts";
import type { Controller } from "../kubernetes/controller.ts";
import { noRepositories } from "../kubernetes/repositories.ts";
import { runControllers, type Waited } from "../kubernetes/run-controllers.ts";
import type { TestCloud } from "./cloud.ts";

const actor = { stack: "test", run: "test" };

/** The inside of the cluster `test` with some controllers at work. */
export class TestInside {
  readonly clusters: Clusters;
  readonly cluster: Cluster;
  readonly api: KubernetesApi;

  constructor(cloud: TestCloud, controllers: readonly Controller[]) {
    this.clusters = new Clusters(cloud.world, controllers, noRepositories);
    this.cluster = this.clusters.of({ account: cloud.aws.account, region: cloud.aws.region, name: "test" });
    this.api = new KubernetesApi(this.cluster, systemUser, "test", this.clusters);
  }

  /** Lets the controllers work for so many simulated seconds, or until something holds. */
  run(seconds: number, until?: () => boolean): Waited {
    return runControllers(this.clusters, this.cluster, actor, { seconds, ...(until ? { until } : {}) });
  }
}
