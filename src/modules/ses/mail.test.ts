import { describe, expect, test } from "vitest";
import { policyOf, type Synthesised, synthesise } from "../../stacks/testing/root-module.ts";
import { expression } from "../engine-text.ts";
import type { DnsRecord } from "./dns-records.ts";
import { Mail, type MailProps } from "./mail.ts";

function mail(props: Partial<MailProps>): { readonly module: Synthesised; readonly records: readonly DnsRecord[] } {
  const records: DnsRecord[] = [];
  const module = synthesise((stack) => {
    const made = new Mail(stack, "mail", { name: "k8", addresses: [], domains: [], ...props });
    records.push(...made.dnsRecords);
  });
  return { module, records };
}

// Defects 19 and 110: an SMTP user's key lived in the state for years.
test("nobody gets a key: a sender uses its own role with the policy that is handed over", () => {
  const { module } = mail({ addresses: ["dpe@example.org"] });
  expect(module.addresses()).toEqual([
    "aws_iam_policy.mail_sender",
    "aws_sesv2_configuration_set.mail",
    "aws_sesv2_email_identity.dpe_example_org",
  ]);
});

describe("a sender", () => {
  test("sends as the identities of its environment, and as nobody else", () => {
    const { module } = mail({ addresses: ["dpe@example.org"], domains: ["example.net"] });
    expect(policyOf(module.resource("aws_iam_policy.mail_sender").policy).Statement).toEqual([
      {
        Effect: "Allow",
        Action: ["ses:SendEmail", "ses:SendRawEmail"],
        Resource: [
          expression("aws_sesv2_email_identity.dpe_example_org.arn"),
          expression("aws_sesv2_email_identity.example_net.arn"),
          expression("aws_sesv2_configuration_set.mail.arn"),
        ],
        Condition: { StringLike: { "ses:FromAddress": ["dpe@example.org", "*@example.net"] } },
      },
    ]);
  });

  // Defect 20: the policy and the user had fixed names in the account.
  test("has a policy that is called after its environment's cluster", () => {
    expect(mail({ name: "k8-staging" }).module.resource("aws_iam_policy.mail_sender").name).toBe(
      "k8-staging-mail-sender",
    );
  });
});

test("mail leaves over TLS only, and not to addresses that bounced or complained", () => {
  expect(mail({}).module.resource("aws_sesv2_configuration_set.mail")).toMatchObject({
    configuration_set_name: "k8",
    delivery_options: { tls_policy: "REQUIRE" },
    suppression_options: { suppressed_reasons: ["BOUNCE", "COMPLAINT"] },
  });
});

describe("a domain", () => {
  test("is signed for with a long key, an address is not", () => {
    const { module } = mail({ addresses: ["dpe@example.org"], domains: ["example.net"] });
    expect(module.resource("aws_sesv2_email_identity.example_net").dkim_signing_attributes).toEqual({
      next_signing_key_length: "RSA_2048_BIT",
    });
    expect(module.resource("aws_sesv2_email_identity.dpe_example_org").dkim_signing_attributes).toBeUndefined();
  });

  test("comes with the records that its owner publishes: three for DKIM, one for DMARC", () => {
    const { records } = mail({ domains: ["example.net"] });
    expect(records.map(({ type }) => type)).toEqual(["CNAME", "CNAME", "CNAME", "TXT"]);
    expect(records.at(-1)).toEqual({ name: "_dmarc.example.net", type: "TXT", value: "v=DMARC1; p=quarantine" });
    expect(mail({ addresses: ["dpe@example.org"] }).records).toEqual([]);
  });
});
