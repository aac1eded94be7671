import { refuseIf, refuseUnless } from "../../rule.ts";
import { blocks, flag, number, text } from "../input.ts";
import { partType } from "./parts.ts";
import { apiGateway } from "./records.ts";
import { rules } from "./rules.ts";

/** `aws_apigatewayv2_authorizer`. */
export const authorizer = partType({
  type: "aws_apigatewayv2_authorizer",
  label: "API Gateway v2 Authorizer",
  word: "Authorizer",
  path: "authorizers",
  idLength: 6,
  table: apiGateway.authorizers,
  check: (_aws, _api, input) => {
    const isJwt = text(input, "authorizer_type") === "JWT";
    refuseIf(isJwt && blocks(input, "jwt_configuration").length === 0, rules.jwtConfiguration);
  },
  shown: (_aws, { settings }, api) => {
    const isCached = api.protocol === "WEBSOCKET" || text(settings, "authorizer_type") === "REQUEST";
    return {
      authorizer_result_ttl_in_seconds: number(settings, "authorizer_result_ttl_in_seconds", isCached ? 300 : 0),
    };
  },
});

/** `aws_apigatewayv2_integration`. */
export const integration = partType({
  type: "aws_apigatewayv2_integration",
  label: "API Gateway v2 Integration",
  word: "Integration",
  path: "integrations",
  idLength: 7,
  table: apiGateway.integrations,
  check: (_aws, { protocol }, input) => {
    const [type, subtype] = [text(input, "integration_type"), text(input, "integration_subtype")];
    refuseIf(protocol === "HTTP" && !type.endsWith("_PROXY"), rules.integrationType, type);
    refuseIf(subtype !== "" && text(input, "credentials_arn") === "", rules.subtypeRole, subtype);
  },
  checkRemoval: (aws, { apiId, id }) => {
    const route = apiGateway
      .routes(aws)
      .find((one) => one.apiId === apiId && targetOf(text(one.settings, "target")) === id);
    refuseIf(route, rules.integrationUsed, route?.id ?? "");
  },
  shown: (_aws, { settings }, { protocol }) => ({
    integration_response_selection_expression:
      protocol === "WEBSOCKET" ? "$" + "{integration.response.statuscode}" : "",
    timeout_milliseconds: number(settings, "timeout_milliseconds", protocol === "HTTP" ? 30_000 : 29_000),
  }),
});

/** `aws_apigatewayv2_route`. */
export const route = partType({
  type: "aws_apigatewayv2_route",
  label: "API Gateway v2 Route",
  word: "Route",
  path: "routes",
  idLength: 7,
  table: apiGateway.routes,
  check: (aws, api, input, present) => {
    const key = text(input, "route_key");
    const isHttp = api.protocol === "HTTP";
    refuseIf(isHttp && !/^(\$default|[A-Z]+ \/\S*)$/.test(key), rules.routeKey);
    refuseIf(isHttp && flag(input, "api_key_required"), rules.apiKey);
    const other = apiGateway
      .routes(aws)
      .find((one) => one.apiId === api.id && one.id !== present?.id && text(one.settings, "route_key") === key);
    refuseIf(other, rules.routeExists, key);
    const known = apiGateway.authorizers(aws).get(`${api.id}/${text(input, "authorizer_id")}`);
    const isJwt = text(input, "authorization_type") === "JWT";
    refuseIf(isJwt && text(known?.settings ?? {}, "authorizer_type") !== "JWT", rules.jwt);
    const target = targetOf(text(input, "target"));
    refuseUnless(target === "" || apiGateway.integrations(aws).has(`${api.id}/${target}`), rules.integrationMissing);
  },
});

/** The integration that a target names: `integrations/<id>`. */
function targetOf(target: string): string {
  return target.replace(/^integrations\//, "");
}
