import type { PlanCall, ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { nameFor } from "../generated-name.ts";
import { text, textOrNull, texts } from "../input.ts";
import * as api from "./secret.ts";
import { getSecretValue, putSecretValue, setStages } from "./secret-value.ts";

/** `aws_secretsmanager_secret_version`. */
export const secretVersion: ResourceType<Aws> = {
  type: "aws_secretsmanager_secret_version",
  label: "Secrets Manager Secret Version",

  plan: planReplacement,

  create({ client, input }) {
    const reference = text(input, "secret_id");
    const writeOnly = textOrNull(input, "secret_string_wo");
    const binary = textOrNull(input, "secret_binary");
    const stages = texts(input.version_stages);
    const id = nameFor(client, {}, `secretsmanager/version ${reference}`);
    const version = putSecretValue(client, reference, {
      id,
      kind: binary === null ? "string" : "binary",
      value: writeOnly ?? textOrNull(input, "secret_string") ?? binary ?? "",
      ...(stages.length > 0 ? { stages } : {}),
    });
    const arn = api.arnOf(client, reference);
    return {
      id: `${reference}|${id}`,
      arn,
      secret_arn: arn,
      version_id: id,
      version_stages: [...version.stages].sort(),
      has_secret_string_wo: writeOnly !== null,
    };
  },

  read({ client, state }) {
    const { reference, versionId } = partsOf(text(state, "id"));
    const held = api.findSecret(client, reference);
    const version = held?.versions.find(({ id }) => id === versionId);
    if (!held || held.deletionDate !== undefined || !version || version.stages.length === 0) return null;
    const { value } = getSecretValue(client, reference, { versionId });
    const writeOnly = state.has_secret_string_wo === true;
    return {
      secret_id: reference,
      arn: held.arn,
      secret_arn: held.arn,
      version_id: versionId,
      version_stages: [...version.stages].sort(),
      ...(version.kind === "binary" ? { secret_binary: value } : {}),
      ...(version.kind === "string" ? { secret_string: shownString(state, value, writeOnly) } : {}),
    };
  },

  update({ client, input, state, changed }) {
    const { reference, versionId } = partsOf(text(state, "id"));
    if (changed("version_stages")) setStages(client, reference, versionId, texts(input.version_stages));
    return {};
  },

  /** The current value stays in the secret; other stages are taken from the version. */
  delete({ client, state }) {
    const { reference, versionId } = partsOf(text(state, "id"));
    const held = api.findSecret(client, reference);
    const version = held?.versions.find(({ id }) => id === versionId);
    if (!held || held.deletionDate !== undefined || !version) return;
    const kept = version.stages.filter((stage) => stage === "AWSCURRENT");
    if (kept.length < version.stages.length) setStages(client, reference, versionId, kept);
  },

  import: (_call, id) => (id.includes("|") ? { id } : null),
};

/** A version is never changed: another value, or another counter of a write-only value, makes another version. */
function planReplacement({ state, config, planned, replace }: PlanCall<Aws>): void {
  if (state === null) return;
  const before = text(state, "secret_string");
  const after = text(planned, "secret_string");
  if (before !== "" && after !== "" && before !== after) replace("secret_string");
  if (state.has_secret_string_wo === true && textOrNull(config, "secret_string") !== null) replace("secret_string");
  const writeOnly = text(config, "secret_string_wo");
  if (before !== "" && writeOnly !== "" && before !== writeOnly) replace("secret_string");
  const versions = [state.secret_string_wo_version, planned.secret_string_wo_version];
  if (versions.every((version) => typeof version === "number") && versions[0] !== versions[1]) {
    replace("secret_string_wo_version");
  }
}

function shownString(state: Values, value: string, writeOnly: boolean) {
  if (writeOnly) return null;
  return value === "" ? (state.secret_string ?? null) : value;
}

/** `<secret>|<version>`. */
function partsOf(id: string): { readonly reference: string; readonly versionId: string } {
  const [reference = "", versionId = ""] = id.split("|");
  return { reference, versionId };
}
