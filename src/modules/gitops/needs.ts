import { defaultStorageClassName } from "../storage-class/default-storage-class.ts";
import type { GeneratedSecret } from "./application.ts";
import type { Contract } from "./contract.ts";

/** That claims which name no class get a volume. */
export const volumes: Contract = { kind: "storage-class", name: defaultStorageClassName };

/** Keys of a secret as contracts. */
export function secretKeys(namespace: string, name: string, ...keys: readonly string[]): Contract[] {
  return keys.map((key) => ({ kind: "secret", namespace, name, key }));
}

/** Every key of a generated secret, as who reads it declares them. */
export function allKeys(namespace: string, { name, data }: GeneratedSecret): Contract[] {
  return secretKeys(namespace, name, ...Object.keys(data));
}

/** Keeps what cannot move off nodes that Spot may take away within two minutes. Label of Ocean nodes. */
export const onDemand = { "spotinst.io/node-lifecycle": "od" } as const;
