import { rule } from "../../rule.ts";

/** Refusals about worker pools themselves; those about their users are with the users. */
export const workerPoolRules = {
  notFound: rule({
    id: "spacelift/worker-pool-unknown",
    operation: "workerPoolUpdate, workerPoolReset, workerPoolCycle, workerPoolDelete",
    code: "not_found",
    http: 200,
    message: (pool: string) => `worker pool ${pool} not found`,
    source: "P:resource_worker_pool.go; P:resource_worker_pool_recycle.go",
  }),
};
