import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { blocks, flag, text } from "../input.ts";
import { changeTags, tagAtCreation } from "../tagging.ts";
import { tagsOf } from "../tags.ts";
import { apiArn, apiOf } from "./parts.ts";
import { apiGateway, type Stage } from "./records.ts";
import { rules } from "./rules.ts";

const tagging = { tag: "apigateway:TagResource", untag: "apigateway:UntagResource" };

/** `aws_apigatewayv2_stage`. */
export const stage: ResourceType<Aws> = {
  type: "aws_apigatewayv2_stage",
  label: "API Gateway v2 Stage",

  create({ client, input }) {
    const [apiId, name, tags] = [text(input, "api_id"), text(input, "name"), tagsOf(input.tags_all)];
    const arn = apiArn(client, apiId, "stages");
    tagAtCreation(client, { arn, tag: tagging.tag, tags, within: "CreateStage" });
    return client.call({ action: "apigateway:POST", operation: "CreateStage", resources: [arn] }, () => {
      apiOf(client, apiId);
      refuseIf(apiGateway.stages(client).has(`${apiId}/${name}`), rules.stageExists);
      checkLogs(input);
      const deploymentId = flag(input, "auto_deploy")
        ? client.ids.text(6, "abcdefghijklmnopqrstuvwxyz0123456789", "apigateway/deployment", [apiId, name])
        : "";
      const made = { apiId, id: name, settings: input, deploymentId, tags };
      return shown(client, apiGateway.stages(client).put(`${apiId}/${name}`, made));
    });
  },

  read({ client, state }) {
    const [apiId, name] = [text(state, "api_id"), text(state, "id")];
    const request = {
      action: "apigateway:GET",
      operation: "GetStage",
      resources: [apiArn(client, apiId, "stages", name)],
    };
    const found = client.call(request, () => apiGateway.stages(client).get(`${apiId}/${name}`));
    return found ? shown(client, found) : null;
  },

  update({ client, input, state }) {
    const [apiId, name] = [text(state, "api_id"), text(state, "id")];
    const arn = apiArn(client, apiId, "stages", name);
    const held = (): Stage | undefined => apiGateway.stages(client).get(`${apiId}/${name}`);
    client.call({ action: "apigateway:PATCH", operation: "UpdateStage", resources: [arn] }, () => {
      checkLogs(input);
      const present = held();
      if (present) apiGateway.stages(client).put(`${apiId}/${name}`, { ...present, settings: input });
    });
    changeTags(client, { ...tagging, arn }, tagsOf(state.tags_all), tagsOf(input.tags_all), (tags) => {
      const present = held();
      if (present) apiGateway.stages(client).put(`${apiId}/${name}`, { ...present, tags });
    });
    return {};
  },

  delete({ client, state }) {
    const [apiId, name] = [text(state, "api_id"), text(state, "id")];
    if (!apiGateway.stages(client).has(`${apiId}/${name}`)) return;
    const resources = [apiArn(client, apiId, "stages", name)];
    client.call({ action: "apigateway:DELETE", operation: "DeleteStage", resources }, () => {
      apiGateway.stages(client).delete(`${apiId}/${name}`);
    });
  },

  import: (_call, id) => {
    const [apiId, name, ...rest] = id.split("/");
    return apiId && name && rest.length === 0 ? { api_id: apiId, id: name, name } : null;
  },
};

function checkLogs(input: Values): void {
  for (const settings of blocks(input, "access_log_settings")) {
    refuseIf(!/\$context\.(requestId|extendedRequestId)/.test(text(settings, "format")), rules.logFormat);
  }
}

function shown(aws: Aws, { apiId, id, settings, deploymentId, tags }: Stage): Values {
  const isWebSocket = apiGateway.apis(aws).get(apiId)?.protocol === "WEBSOCKET";
  const level = (values: Values): Values => ({
    ...values,
    logging_level: text(values, "logging_level") || (isWebSocket ? "OFF" : ""),
  });
  const base = `${isWebSocket ? "wss" : "https"}://${apiId}.execute-api.${aws.region}.amazonaws.com`;
  return {
    ...settings,
    id,
    name: id,
    api_id: apiId,
    arn: apiArn(aws, apiId, "stages", id),
    execution_arn: aws.arn("execute-api", `${apiId}/${id}`),
    invoke_url: `${base}/${id === "$default" ? "" : id}`,
    deployment_id: text(settings, "deployment_id") || deploymentId,
    default_route_settings: blocks(settings, "default_route_settings").map(level),
    route_settings: blocks(settings, "route_settings").map(level),
    tags_all: tags,
  };
}
