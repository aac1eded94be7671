import { expect, test } from "vitest";
import { testCloud } from "../../testing/cloud.ts";
import { Aws } from "../client.ts";
import { principalOfAccessKey } from "../sts/credentials.ts";
import { grantProductionAccess } from "./account.ts";
import { sendEmail } from "./sending.ts";
import { confirmIdentity } from "./verification.ts";

const account = "123456789012";

/** A user that may send as one address only. */
function sender() {
  const cloud = testCloud();
  for (const name of ["team@example.org", "other@example.org"]) {
    cloud.create("aws_sesv2_email_identity", { email_identity: name });
    confirmIdentity(cloud.aws, name);
  }
  cloud.create("aws_iam_user", { name: "mailer" });
  cloud.create("aws_iam_user_policy", {
    name: "send",
    user: "mailer",
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Action: "ses:SendEmail",
        Resource: `arn:aws:ses:us-east-1:${account}:identity/*`,
        Condition: { StringEquals: { "ses:FromAddress": "team@example.org" } },
      },
    }),
  });
  const { id } = cloud.create("aws_iam_access_key", { user: "mailer" });
  const { world, aws } = cloud;
  const principal = principalOfAccessKey(world, String(id));
  return { cloud, workload: new Aws({ world, actor: aws.actor, principal, account, region: "us-east-1" }) };
}

test("a workload sends as the address that its policy names, and as no other", () => {
  const { workload } = sender();
  expect(sendEmail(workload, { from: "team@example.org", to: ["other@example.org"] })).toMatch(/^0100[0-9a-f]{12}-/);
  expect(() => sendEmail(workload, { from: "other@example.org", to: ["team@example.org"] })).toThrow(
    "AccessDeniedException",
  );
});

test("mail leaves the sandbox when a person at AWS lets the account out", () => {
  const { cloud, workload } = sender();
  const mail = { from: "team@example.org", to: ["somebody@example.com"] };
  expect(() => sendEmail(workload, mail)).toThrow(
    "Email address is not verified. The following identities failed the check in region US-EAST-1: somebody@example.com",
  );
  grantProductionAccess(cloud.aws);
  expect(() => sendEmail(workload, mail)).not.toThrow();
});

test("a mail that names a configuration set needs it", () => {
  const { cloud } = sender();
  const mail = { from: "team@example.org", to: ["team@example.org"], configurationSetName: "mail" };
  expect(() => sendEmail(cloud.aws, mail)).toThrow("Configuration set <mail> does not exist.");
  cloud.create("aws_sesv2_configuration_set", { configuration_set_name: "mail" });
  expect(() => sendEmail(cloud.aws, mail)).not.toThrow();
});
