import { expect, test } from "vitest";
import { configurationOf, type Declaration, soundDeclaration } from "../configuration/testing/declaration.ts";
import { expression } from "../modules/engine-text.ts";
import { KubernetesInfrastructure } from "./kubernetes-infrastructure.ts";
import { policyOf, Synthesised } from "./testing/root-module.ts";

function infrastructure(change: (declaration: Declaration) => void): Synthesised {
  const declaration = soundDeclaration();
  change(declaration);
  const [development] = configurationOf(declaration).environments;
  if (!development) throw new RangeError("nothing is declared");
  return new Synthesised(new KubernetesInfrastructure(development));
}

const optional = infrastructure(({ development, organization }) => {
  development.optional = {
    queues: { events: { workload: { namespace: "intake", serviceAccount: "worker" } }, results: { fifo: true } },
    httpApis: { intake: { routes: { "POST /events": "events" } } },
    publicBuckets: { data: { name: "example-data", because: "Published results of the challenge" } },
    snowflakeBuckets: {
      snapshots: {
        name: "example-landing",
        source: { account: "555555555555", replicationRole: "replication" },
        principal: "arn:aws:iam::444444444444:user/abcd0000-s",
        externalIdSecret: "snowflake_external_id",
      },
    },
  };
  Object.assign(organization.accounts.development ?? {}, { secrets: ["spotinst_token", "snowflake_external_id"] });
});

test("an environment has none of it unless it says so", () => {
  const types = infrastructure(() => {})
    .addresses()
    .map((address) => address.split(".")[0]);
  expect(types.filter((type) => /sqs|apigateway|s3/.test(type ?? ""))).toEqual([]);
});

// Defect L1: everybody could send.
test("a queue admits the roles of the APIs that lead to it, and nobody from elsewhere", () => {
  const admitted = (key: string): unknown[] =>
    policyOf(optional.resource(`aws_sqs_queue_policy.${key}_policy`).policy)
      .Statement.filter(({ Effect }) => Effect === "Allow")
      .map(({ Principal }) => Principal);
  expect(admitted("events")).toEqual([{ AWS: [expression("aws_iam_role.intake_api.arn")] }]);
  expect(admitted("results")).toEqual([]);
});

// Defect L3: a public route, without anybody's token.
test("an API takes the tokens that the environment's own Auth0 gives out for its own host", () => {
  expect(optional.resource("aws_apigatewayv2_authorizer.intake_tokens").jwt_configuration).toEqual({
    issuer: "https://development.us.auth0.com/",
    audience: ["https://development.example.org"],
  });
});

test("the key of the logs serves the log groups of APIs too", () => {
  const key = JSON.stringify(policyOf(optional.resource("aws_kms_key.logs").policy));
  expect(key).toContain("log-group:/aws/vendedlogs/k8-development/http-api/intake");
});

test("who needs addresses or roles finds them among the outputs", () => {
  expect(Object.keys(optional.blocks("output"))).toEqual(
    expect.arrayContaining(["http_api_endpoints", "queue_urls", "snowflake_role_arns"]),
  );
});

// Defect L6: snapshots of development lay in the account of production.
test("everything lies in the account of its own environment", () => {
  expect(JSON.stringify(optional.module)).not.toContain("222222222222");
});
