import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { text } from "../input.ts";
import { changeTags, tagAtCreation } from "../tagging.ts";
import { tagsOf } from "../tags.ts";
import { apiArn, apiOf } from "./parts.ts";
import { type Api, apiGateway } from "./records.ts";

const tagging = { tag: "apigateway:TagResource", untag: "apigateway:UntagResource" };

/** `aws_apigatewayv2_api`. */
export const api: ResourceType<Aws> = {
  type: "aws_apigatewayv2_api",
  label: "API Gateway v2 API",

  create({ client, input }) {
    const [name, tags] = [text(input, "name"), tagsOf(input.tags_all)];
    tagAtCreation(client, { arn: apiArn(client), tag: tagging.tag, tags, within: "CreateApi" });
    const request = {
      action: "apigateway:POST",
      operation: "CreateApi",
      resources: [apiArn(client)],
      parameters: { name },
    };
    return client.call(request, () => {
      const id = client.ids.text(10, "abcdefghijklmnopqrstuvwxyz0123456789", "apigateway/api", [name]);
      const protocol = text(input, "protocol_type") === "WEBSOCKET" ? "WEBSOCKET" : "HTTP";
      return shown(client, apiGateway.apis(client).put(id, { id, name, protocol, settings: input, tags }));
    });
  },

  read({ client, state }) {
    const id = text(state, "id");
    const request = { action: "apigateway:GET", operation: "GetApi", resources: [apiArn(client, id)] };
    const found = client.call(request, () => apiGateway.apis(client).get(id));
    return found ? shown(client, found) : null;
  },

  update({ client, input, state }) {
    const id = text(state, "id");
    client.call({ action: "apigateway:PATCH", operation: "UpdateApi", resources: [apiArn(client, id)] }, () => {
      const held = apiOf(client, id);
      apiGateway.apis(client).put(id, { ...held, name: text(input, "name"), settings: input });
    });
    const arn = apiArn(client, id);
    changeTags(client, { ...tagging, arn }, tagsOf(state.tags_all), tagsOf(input.tags_all), (tags) => {
      apiGateway.apis(client).put(id, { ...apiOf(client, id), tags });
    });
    return {};
  },

  /** Everything that it is made of goes with it. */
  delete({ client, state }) {
    const id = text(state, "id");
    if (!apiGateway.apis(client).has(id)) return;
    client.call({ action: "apigateway:DELETE", operation: "DeleteApi", resources: [apiArn(client, id)] }, () => {
      for (const table of [
        apiGateway.authorizers(client),
        apiGateway.integrations(client),
        apiGateway.routes(client),
        apiGateway.stages(client),
      ]) {
        for (const part of table.filter(({ apiId }) => apiId === id)) table.delete(`${id}/${part.id}`);
      }
      apiGateway.apis(client).delete(id);
    });
  },
};

function shown(aws: Aws, { id, name, protocol, settings, tags }: Api): Values {
  const scheme = protocol === "HTTP" ? "https" : "wss";
  return {
    ...settings,
    id,
    name,
    arn: apiArn(aws, id),
    api_endpoint: `${scheme}://${id}.execute-api.${aws.region}.amazonaws.com`,
    execution_arn: aws.arn("execute-api", id),
    ip_address_type: text(settings, "ip_address_type") || "ipv4",
    tags_all: tags,
  };
}
