import { ProviderError } from "../../planning/diagnostics.ts";
import {
  CreatedWithError,
  type DataSource,
  type EphemeralResource,
  type ResourceType,
} from "../../planning/resource-type.ts";
import { unknown, type Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { flag, shownText, text, textOrNull } from "../input.ts";
import { tagsOf } from "../tags.ts";
import * as api from "./parameter.ts";

/** `aws_ssm_parameter`. */
export const parameter: ResourceType<Aws> = {
  type: "aws_ssm_parameter",
  label: "SSM Parameter",

  plan({ state, planned, changed, replace }) {
    if (state === null) return;
    if (changed("value", "insecure_value", "value_wo_version", "description", "type", "tier"))
      planned.version = unknown;
    if (state.tier === "Advanced" && planned.tier === "Standard") replace("tier");
    if (planned.tier === "Intelligent-Tiering" && text(state, "tier") !== "") planned.tier = state.tier ?? null;
  },

  create({ client, input }) {
    const how = { overwrite: flag(input, "overwrite"), tags: tagsOf(input.tags_all) };
    const created = api.putParameter(client, propertiesOf(input), how);
    try {
      refuseInsecure(input);
      return { ...shown(created, input), ...shownValue(client, input) };
    } catch (failure) {
      if (failure instanceof Error) throw new CreatedWithError(shown(created, input), failure);
      throw failure;
    }
  },

  read({ client, state }) {
    const name = text(state, "id");
    const held = api.findParameter(client, name);
    if (!held) {
      client.call({ action: "ssm:GetParameter", resources: [api.parameterArn(client, name)] }, () => undefined);
      return null;
    }
    const values = shownValue(client, state);
    client.call({ action: "ssm:DescribeParameters" }, () => undefined);
    client.call({ action: "ssm:ListTagsForResource", resources: [held.arn] }, () => undefined);
    return { ...shown(held, state), ...values };
  },

  update({ client, input, state, changed }) {
    const name = text(state, "id");
    const put = [
      "type",
      "tier",
      "description",
      "allowed_pattern",
      "key_id",
      "value",
      "insecure_value",
      "value_wo_version",
    ];
    if (changed(...put)) api.putParameter(client, propertiesOf(input), { overwrite: input.overwrite !== false });
    if (changed("tags_all")) api.tagParameter(client, name, tagsOf(state.tags_all), tagsOf(input.tags_all));
    refuseInsecure(input);
    const updated = api.findParameter(client, name);
    return updated ? { ...shown(updated, input), ...shownValue(client, input) } : {};
  },

  delete({ client, state }) {
    const name = text(state, "id");
    if (api.findParameter(client, name)) api.deleteParameter(client, name);
  },
};

function propertiesOf(input: Values): api.ParameterProperties {
  return {
    name: text(input, "name"),
    type: text(input, "type"),
    tier: text(input, "tier") || "Standard",
    dataType: text(input, "data_type") || "text",
    description: text(input, "description"),
    allowedPattern: textOrNull(input, "allowed_pattern"),
    keyId: textOrNull(input, "key_id"),
    value: textOrNull(input, "value_wo") ?? textOrNull(input, "value") ?? text(input, "insecure_value"),
  };
}

/** The provider finds this only when it reads the parameter, which is there by then. */
function refuseInsecure(input: Values): void {
  if (text(input, "type") === "SecureString" && textOrNull(input, "insecure_value") !== null) {
    throw new ProviderError("invalid configuration, cannot set type = SecureString and insecure_value", undefined, [
      "insecure_value",
    ]);
  }
}

function shown(held: api.Parameter, state: Values): Values {
  return {
    id: held.name,
    name: held.name,
    arn: held.arn,
    type: held.type,
    tier: held.tier,
    data_type: held.dataType,
    description: shownText(state, "description", held.description),
    allowed_pattern: shownText(state, "allowed_pattern", held.allowedPattern),
    key_id: held.keyId ?? "",
    version: held.versions.at(-1)?.version ?? 1,
    tags_all: held.tags,
  };
}

/** The value stands where the configuration has it: in `value`, in `insecure_value`, or nowhere when it is write-only. */
function shownValue(client: Aws, state: Values): Values {
  const { value } = api.getParameter(client, text(state, "name") || text(state, "id"));
  const writeOnly = typeof state.value_wo_version === "number";
  const insecure = textOrNull(state, "insecure_value") !== null;
  return {
    has_value_wo: writeOnly,
    value: writeOnly || insecure ? null : value,
    insecure_value: insecure ? value : null,
  };
}

/** `aws_ssm_parameter`. */
export const parameterData: DataSource<Aws> = {
  type: "aws_ssm_parameter",
  read({ client }, config) {
    const name = text(config, "name");
    const found = api.getParameter(client, name, config.with_decryption !== false);
    return {
      id: name,
      arn: found.arn,
      type: found.type,
      value: found.value,
      insecure_value: found.type === "SecureString" ? null : found.value,
      version: found.version,
      with_decryption: config.with_decryption !== false,
    };
  },
};

/** `aws_ssm_parameter` as an ephemeral resource: the value reaches no state. */
export const parameterEphemeral: EphemeralResource<Aws> = {
  type: "aws_ssm_parameter",
  open({ client }, config) {
    const decrypt = config.with_decryption !== false;
    const found = api.getParameter(client, text(config, "arn"), decrypt);
    return {
      name: found.arn.slice(found.arn.indexOf(":parameter/") + ":parameter".length),
      type: found.type,
      value: found.value,
      version: found.version,
      with_decryption: decrypt,
    };
  },
};
