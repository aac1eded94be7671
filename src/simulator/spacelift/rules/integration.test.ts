import type { Values } from "../../planning/values.ts";
import { testCloud } from "../../testing/cloud.ts";
import { testRules } from "../../testing/rule-test.ts";
import { type TestSpacelift, testSpacelift } from "../../testing/spacelift.ts";
import { integrationRules } from "./integration.ts";

/** ARN of a role that Spacelift may assume with external ids of a form. */
function roleFor(spacelift: TestSpacelift, name: string, externalId: string): string {
  const statement = {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::324880187172:root" },
    Action: "sts:AssumeRole",
    Condition: { StringLike: { "sts:ExternalId": externalId } },
  };
  const assume_role_policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const cloud = testCloud({ world: spacelift.world });
  return String(cloud.create("aws_iam_role", { name, assume_role_policy }).arn);
}

function integration(spacelift: TestSpacelift, name: string, changes: Values = {}): string {
  const role_arn = changes.role_arn ?? roleFor(spacelift, name, "acme@*");
  return String(spacelift.create("spacelift_aws_integration", { name, role_arn, ...changes }).id);
}

function attach(spacelift: TestSpacelift, integration_id: string, stack_id: string, access: Values = {}): Values {
  return spacelift.create("spacelift_aws_integration_attachment", { integration_id, stack_id, ...access });
}

testRules(integrationRules, () => testSpacelift(), {
  duration: {
    refused: (spacelift) => integration(spacelift, "aws", { duration_seconds: 3_601 }),
    accepted: (spacelift) => integration(spacelift, "aws", { duration_seconds: 3_600 }),
  },
  notFound: {
    refused: (spacelift) => attach(spacelift, "01ARZ3NDEKTSV4RRFFQ69G5FAV", spacelift.stack("App")),
    accepted: (spacelift) => attach(spacelift, integration(spacelift, "aws"), spacelift.stack("App")),
  },
  noAccess: {
    refused(spacelift) {
      attach(spacelift, integration(spacelift, "aws"), spacelift.stack("App"), { read: false, write: false });
    },
    accepted(spacelift) {
      attach(spacelift, integration(spacelift, "aws"), spacelift.stack("App"), { read: true, write: false });
    },
  },
  accessTaken: {
    refused(spacelift) {
      const stackId = spacelift.stack("App");
      attach(spacelift, integration(spacelift, "both"), stackId);
      attach(spacelift, integration(spacelift, "read"), stackId, { write: false });
    },
    accepted(spacelift) {
      const stackId = spacelift.stack("App");
      attach(spacelift, integration(spacelift, "write"), stackId, { read: false });
      attach(spacelift, integration(spacelift, "read"), stackId, { write: false });
    },
  },
  trust: {
    refused(spacelift) {
      const role_arn = roleFor(spacelift, "plan", "acme@*@app@read");
      attach(spacelift, integration(spacelift, "aws", { role_arn }), spacelift.stack("App"));
    },
    accepted(spacelift) {
      const role_arn = roleFor(spacelift, "plan", "acme@*@app@read");
      attach(spacelift, integration(spacelift, "aws", { role_arn }), spacelift.stack("App"), { write: false });
    },
  },
});
