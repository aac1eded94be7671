import type { ResourceType } from "../../planning/resource-type.ts";
import { unknown, type Values } from "../../planning/values.ts";
import { refuseUnless } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { numberOrNull, text, textOrNull, texts } from "../input.ts";
import { checkAttachableMove } from "../moves.ts";
import { defaultSpace } from "../project.ts";
import type { WorkerPool } from "../records/worker-pool.ts";
import { accessRules } from "../rules/access.ts";
import { workerPoolRules as rules } from "../rules/worker-pool.ts";
import { spacesOf } from "../usage.ts";
import { newWorkerIdentity, workerToken } from "../worker-credentials.ts";

export const workerPool: ResourceType<Spacelift> = {
  type: "spacelift_worker_pool",
  label: "worker pool",
  plan({ state, planned, changed }) {
    if (state !== null && changed("csr")) planned.config = unknown;
  },
  create({ client, input }) {
    const settings = settingsOf(client, input);
    const { name, spaceId } = settings;
    return client.call({ operation: "workerPoolCreate", space: spaceId, parameters: { name } }, () => {
      refuseUnless(spacesOf(client).get(spaceId), accessRules.unknownSpace, spaceId);
      const id = client.ulid("worker-pool", [name, spaceId]);
      const given = text(input.csr);
      const { csr, privateKey } = given ? { csr: given, privateKey: null } : newWorkerIdentity(client, [name, spaceId]);
      const config = workerToken(client, id, csr);
      client.table("worker-pool").put(id, { id, ...settings, csr, config: client.seal(config) });
      return { id, space_id: spaceId, csr, config, private_key: privateKey };
    });
  },
  read({ client, state }) {
    const found = client.table("worker-pool").get(text(state.id));
    return found ? poolValues(client, found) : null;
  },
  update({ client, state, input, changed }) {
    const id = text(state.id);
    const request = { space: text(state.space_id), resources: [id] };
    const reset = changed("csr")
      ? client.call({ operation: "workerPoolReset", ...request }, () => resetPool(client, id, text(input.csr)))
      : {};
    const settings = settingsOf(client, input);
    return client.call({ operation: "workerPoolUpdate", ...request }, () => {
      const found = poolOf(client, id);
      checkAttachableMove(client, { kind: "worker pool", id, spaceId: settings.spaceId });
      client.table("worker-pool").put(id, { ...found, ...settings });
      return { ...reset, space_id: settings.spaceId };
    });
  },
  delete({ client, state }) {
    const id = text(state.id);
    client.call({ operation: "workerPoolDelete", space: text(state.space_id), resources: [id] }, () => {
      refuseUnless(client.table("worker-pool").delete(id), rules.notFound, id);
    });
  },
};

/** A worker pool as attributes; its private key is known to nobody but the state. */
export function poolValues(client: Spacelift, found: WorkerPool): Values {
  return {
    id: found.id,
    name: found.name,
    description: found.description,
    space_id: found.spaceId,
    labels: found.labels,
    config: client.unseal(found.config),
    drift_detection_run_limit: found.driftDetectionRunLimit,
  };
}

/** The pool of that id, for an operation on it. */
export function poolOf(client: Spacelift, id: string): WorkerPool {
  const found = client.table("worker-pool").get(id);
  refuseUnless(found, rules.notFound, id);
  return found;
}

function resetPool(client: Spacelift, id: string, csr: string): Values {
  const found = poolOf(client, id);
  const config = workerToken(client, id, csr);
  client.table("worker-pool").put(id, { ...found, csr, config: client.seal(config) });
  return { config, csr };
}

function settingsOf(client: Spacelift, input: Values): Omit<WorkerPool, "id" | "csr" | "config"> {
  return {
    name: text(input.name),
    description: textOrNull(input.description),
    spaceId: text(input.space_id) || defaultSpace(client),
    labels: texts(input.labels),
    driftDetectionRunLimit: numberOrNull(input.drift_detection_run_limit) ?? -1,
  };
}
