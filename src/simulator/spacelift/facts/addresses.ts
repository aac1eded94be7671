/** Addresses from which Spacelift's public workers call out: made up, since the real ones change. */
export const workerAddresses = ["34.240.10.10", "34.240.10.11", "34.240.10.12", "34.240.10.13"] as const;
