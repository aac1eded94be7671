/** API group of Spacelift's worker pools. */
export const group = "workers.spacelift.io";

export const apiVersion = `${group}/v1beta1`;

export const kinds = { pool: `${group}/WorkerPool`, worker: `${group}/Worker` } as const;
