import { describe, expect, test } from "vitest";
import { policyOf, type Synthesised, synthesise } from "../../stacks/testing/root-module.ts";
import { expression } from "../engine-text.ts";
import { Queue } from "../sqs/queue.ts";
import { HttpApi } from "./http-api.ts";

const place = {
  account: "111111111111",
  region: "us-east-1",
  roleBoundaryArn: "arn:aws:iam::111111111111:policy/boundary",
  clusterName: "k8",
};

function api(fifo = false): Synthesised {
  return synthesise((stack) => {
    const queue = new Queue(stack, "queue", {
      ...place,
      clusterReference: "k8",
      key: "events",
      fifo,
      visibilitySeconds: 30,
      retentionDays: 4,
      maximumReceives: 5,
    });
    new HttpApi(stack, "api", {
      ...place,
      key: "intake",
      tokens: {
        issuer: "https://tenant.example.org/",
        audience: "https://k8.example.org",
        scopes: ["write:telemetry"],
      },
      routes: { "POST /events": { key: "events", queue }, "PUT /events/{id}": { key: "events", queue } },
      requestsPerSecond: 50,
      burst: 100,
      logs: { retentionDays: 90, encryptionKeyArn: "arn:aws:kms:us-east-1:111111111111:key/logs" },
    });
  });
}

const module = api();

// Defect L3: a public route without authoriser, limits or logs.
describe("an HTTP API", () => {
  test("asks for a token on every route: of one issuer, for one audience, with a scope", () => {
    expect(module.resource("aws_apigatewayv2_authorizer.intake_tokens")).toMatchObject({
      authorizer_type: "JWT",
      jwt_configuration: { issuer: "https://tenant.example.org/", audience: ["https://k8.example.org"] },
    });
    const routes = Object.values(module.resources("aws_apigatewayv2_route"));
    expect(routes.map(({ route_key }) => route_key)).toEqual(["POST /events", "PUT /events/{id}"]);
    for (const route of routes) {
      expect(route).toMatchObject({
        authorization_type: "JWT",
        authorizer_id: expression("aws_apigatewayv2_authorizer.intake_tokens.id"),
        authorization_scopes: ["write:telemetry"],
      });
    }
  });

  test("limits requests, and logs each into an encrypted group that forgets", () => {
    const stage = module.resource("aws_apigatewayv2_stage.intake_stage");
    expect(stage).toMatchObject({
      name: "$default",
      default_route_settings: { throttling_burst_limit: 100, throttling_rate_limit: 50 },
      access_log_settings: { destination_arn: expression("aws_cloudwatch_log_group.intake_access_log.arn") },
    });
    expect(JSON.stringify(stage.access_log_settings)).toContain("$context.requestId");
    expect(module.resource("aws_cloudwatch_log_group.intake_access_log")).toMatchObject({
      kms_key_id: "arn:aws:kms:us-east-1:111111111111:key/logs",
      retention_in_days: 90,
    });
  });

  test("has a role that sends into its queues, for API Gateway on behalf of its own account", () => {
    expect(policyOf(module.resource("aws_iam_role.intake_api").assume_role_policy).Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "apigateway.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
      },
    ]);
    expect(policyOf(module.resource("aws_iam_role_policy.intake_api_rights").policy).Statement).toEqual([
      { Effect: "Allow", Action: "sqs:SendMessage", Resource: [expression("aws_sqs_queue.events.arn")] },
    ]);
  });

  test("sends by one integration for each queue, after the role may", () => {
    expect(Object.keys(module.resources("aws_apigatewayv2_integration"))).toEqual(["intake_to_events"]);
    expect(module.resource("aws_apigatewayv2_integration.intake_to_events")).toMatchObject({
      integration_subtype: "SQS-SendMessage",
      depends_on: ["aws_iam_role_policy.intake_api_rights"],
      request_parameters: { QueueUrl: expression("aws_sqs_queue.events.url"), MessageBody: "$request.body" },
    });
  });

  test("tells a queue that keeps the order which messages belong together", () => {
    const parameters = (one: Synthesised) =>
      Object.keys(Object(one.resource("aws_apigatewayv2_integration.intake_to_events").request_parameters));
    expect(parameters(api(true))).toContain("MessageGroupId");
    expect(parameters(module)).not.toContain("MessageGroupId");
  });
});
