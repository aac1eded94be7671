/** API group of Spacelift's worker pools. */
const group = "workers.spacelift.io";

/** API version of its kinds. */
export const apiVersion = `${group}/v1beta1`;

/** Its kinds, as `group/Kind`. */
export const kinds = { pool: `${group}/WorkerPool`, worker: `${group}/Worker` } as const;
