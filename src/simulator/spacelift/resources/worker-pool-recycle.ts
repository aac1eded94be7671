import type { ResourceType } from "../../planning/resource-type.ts";
import type { Spacelift } from "../client.ts";
import { text } from "../input.ts";
import { poolOf } from "./worker-pool.ts";

/** Replaces all workers of a pool, which has none in the simulation; the provider never looks at it again. */
export const workerPoolRecycle: ResourceType<Spacelift> = {
  type: "spacelift_worker_pool_recycle",
  label: "worker pool recycle",
  create({ client, input }) {
    const id = text(input.worker_pool_id);
    const space = client.table("worker-pool").get(id)?.spaceId ?? "root";
    return client.call({ operation: "workerPoolCycle", space, resources: [id] }, () => {
      poolOf(client, id);
      return { id: `worker_pool_recycle_${id}` };
    });
  },
  read: ({ state }) => state,
  delete() {},
};
