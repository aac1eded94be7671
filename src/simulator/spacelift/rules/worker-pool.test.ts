import { testRules } from "../../testing/rule-test.ts";
import { testSpacelift } from "../../testing/spacelift.ts";
import { workerPoolRules } from "./worker-pool.ts";

testRules(workerPoolRules, () => testSpacelift(), {
  notFound: {
    refused: (spacelift) => spacelift.create("spacelift_worker_pool_recycle", { worker_pool_id: "missing" }),
    accepted(spacelift) {
      const { id } = spacelift.create("spacelift_worker_pool", { name: "private", csr: "Y3Ny" });
      spacelift.create("spacelift_worker_pool_recycle", { worker_pool_id: String(id) });
    },
  },
});
