import type { DataSource } from "../../planning/resource-type.ts";
import type { Spacelift } from "../client.ts";
import { poolValues } from "../resources/worker-pool.ts";
import { recordOf, withIdAs } from "./lookup.ts";

export const workerPoolData: DataSource<Spacelift> = {
  type: "spacelift_worker_pool",
  read: ({ client }, { worker_pool_id }) =>
    poolValues(client, recordOf(client, "worker-pool", worker_pool_id, "worker pool")),
};

export const workerPoolsData: DataSource<Spacelift> = {
  type: "spacelift_worker_pools",
  read({ client }) {
    const pools = client.table("worker-pool").rows();
    return {
      id: "spacelift-worker-pools",
      worker_pools: pools.map((pool) => withIdAs("worker_pool_id", poolValues(client, pool))),
    };
  },
};
