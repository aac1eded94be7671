import { describe, expect, test } from "vitest";
import type { Values } from "../../planning/values.ts";
import { type TestCloud, testCloud } from "../../testing/cloud.ts";
import { apiGateway } from "./records.ts";

const api = (cloud: TestCloud, config: Values = {}): Values =>
  cloud.create("aws_apigatewayv2_api", { name: "events", protocol_type: "HTTP", ...config });

/** Settings of everything below an API, by its type. */
const parts = (api_id: unknown): Readonly<Record<string, Values>> => ({
  aws_apigatewayv2_authorizer: {
    api_id: String(api_id),
    name: "tokens",
    authorizer_type: "JWT",
    identity_sources: ["$request.header.Authorization"],
    jwt_configuration: [{ audience: ["events"], issuer: "https://example.us.auth0.com/" }],
  },
  aws_apigatewayv2_integration: {
    api_id: String(api_id),
    integration_type: "AWS_PROXY",
    integration_subtype: "SQS-SendMessage",
    credentials_arn: "arn:aws:iam::123456789012:role/events",
    payload_format_version: "1.0",
    request_parameters: { MessageBody: "$request.body" },
  },
  aws_apigatewayv2_route: { api_id: String(api_id), route_key: "POST /events" },
  aws_apigatewayv2_stage: { api_id: String(api_id), name: "$default", auto_deploy: true },
});

describe("an HTTP API", () => {
  test("has an address of its own, is read as it was made, and planning it again changes nothing", () => {
    const cloud = testCloud();
    const config = { name: "events", protocol_type: "HTTP", tags: { team: "a" } };
    const state = api(cloud, config);
    expect(String(state.api_endpoint)).toMatch(/^https:\/\/[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com$/);
    expect(cloud.read("aws_apigatewayv2_api", state)).toEqual(state);
    expect(cloud.plan("aws_apigatewayv2_api", state, config).action).toBe("none");
  });

  test("is renamed in place, and replaced for another protocol", () => {
    const cloud = testCloud();
    const state = api(cloud);
    expect(cloud.update(state, "aws_apigatewayv2_api", { name: "intake", protocol_type: "HTTP" })).toMatchObject({
      id: state.id,
      name: "intake",
    });
    const other = { name: "events", protocol_type: "WEBSOCKET" };
    expect(cloud.plan("aws_apigatewayv2_api", state, other).replace).toEqual(["protocol_type"]);
  });

  test("takes everything along that it was made of", () => {
    const cloud = testCloud();
    const state = api(cloud);
    for (const [type, config] of Object.entries(parts(state.id))) cloud.create(type, config);
    cloud.delete("aws_apigatewayv2_api", state);
    expect(Object.values(apiGateway).map((table) => table(cloud.aws).size)).toEqual([0, 0, 0, 0, 0]);
  });
});

describe.each(Object.keys(parts("")))("%s", (type) => {
  test("is read as it was made, changes nothing when planned again, and is gone when deleted", () => {
    const cloud = testCloud();
    const config = parts(api(cloud).id)[type] ?? {};
    const state = cloud.create(type, config);
    expect(cloud.read(type, state)).toEqual(state);
    expect(cloud.plan(type, state, config).action).toBe("none");
    cloud.delete(type, state);
    expect(cloud.read(type, state)).toBeNull();
  });

  test("is found by the ids of its API and its own", () => {
    const cloud = testCloud();
    const config = parts(api(cloud).id)[type] ?? {};
    const state = cloud.create(type, config);
    expect(cloud.import(type, `${String(state.api_id)}/${String(state.id)}`)).toMatchObject({ id: state.id });
  });

  test("cannot be made for an API that is not there", () => {
    expect(() => testCloud().create(type, parts("nothing000")[type] ?? {})).toThrow("Invalid API identifier");
  });
});

test("a stage of the name $default is reached at the address of the API itself", () => {
  const cloud = testCloud();
  const made = api(cloud);
  const address = (name: string): unknown =>
    cloud.create("aws_apigatewayv2_stage", { api_id: String(made.id), name }).invoke_url;
  expect(address("$default")).toBe(`${String(made.api_endpoint)}/`);
  expect(address("next")).toBe(`${String(made.api_endpoint)}/next`);
});
