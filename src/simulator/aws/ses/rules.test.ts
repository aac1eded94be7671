import { testCloud } from "../../testing/cloud.ts";
import { testRules } from "../../testing/rule-test.ts";
import { classicRules } from "./classic-rules.ts";
import { deleteConfigurationSet } from "./configuration-set.ts";
import { deleteIdentity } from "./identity.ts";
import { rules } from "./rules.ts";
import { sendEmail } from "./sending.ts";
import { confirmIdentity } from "./verification.ts";

const identity = (name: string) => ({ email_identity: name });
const set = (name: string, options = {}) => ({ configuration_set_name: name, ...options });
const redirect = { tracking_options: [{ custom_redirect_domain: "click.example.org" }] };

testRules(rules, () => testCloud(), {
  identityForm: {
    refused: (cloud) => cloud.create("aws_sesv2_email_identity", identity("team@localhost")),
    accepted: (cloud) => cloud.create("aws_sesv2_email_identity", identity("team@example.org")),
  },
  identityDuplicate: {
    refused: (cloud) => {
      cloud.create("aws_ses_domain_identity", { domain: "example.org" });
      cloud.create("aws_sesv2_email_identity", identity("example.org"));
    },
    accepted: (cloud) => {
      cloud.create("aws_sesv2_email_identity", identity("example.org"));
      cloud.create("aws_sesv2_email_identity", { ...identity("example.org"), region: "eu-west-1" });
    },
  },
  identityMissing: {
    refused: (cloud) => {
      const state = cloud.create("aws_sesv2_email_identity", identity("example.org"));
      deleteIdentity(cloud.aws, "example.org");
      cloud.update(state, "aws_sesv2_email_identity", { ...identity("example.org"), tags: { team: "mail" } });
    },
    accepted: (cloud) => {
      const state = cloud.create("aws_sesv2_email_identity", identity("example.org"));
      cloud.update(state, "aws_sesv2_email_identity", { ...identity("example.org"), tags: { team: "mail" } });
    },
  },
  dkimOfAddress: {
    refused: (cloud) =>
      cloud.create("aws_sesv2_email_identity", {
        ...identity("team@example.org"),
        dkim_signing_attributes: [{ next_signing_key_length: "RSA_2048_BIT" }],
      }),
    accepted: (cloud) =>
      cloud.create("aws_sesv2_email_identity", {
        ...identity("example.org"),
        dkim_signing_attributes: [{ next_signing_key_length: "RSA_2048_BIT" }],
      }),
  },
  setName: {
    refused: (cloud) => cloud.create("aws_sesv2_configuration_set", set("transactional mail")),
    accepted: (cloud) => cloud.create("aws_sesv2_configuration_set", set("transactional-mail_1")),
  },
  setDuplicate: {
    refused: (cloud) => {
      cloud.create("aws_ses_configuration_set", { name: "mail" });
      cloud.create("aws_sesv2_configuration_set", set("mail"));
    },
    accepted: (cloud) => {
      cloud.create("aws_ses_configuration_set", { name: "mail" });
      cloud.create("aws_sesv2_configuration_set", set("Mail"));
    },
  },
  setMissing: {
    refused: (cloud) =>
      cloud.create("aws_sesv2_email_identity", { ...identity("example.org"), configuration_set_name: "mail" }),
    accepted: (cloud) => {
      cloud.create("aws_sesv2_configuration_set", set("mail"));
      cloud.create("aws_sesv2_email_identity", { ...identity("example.org"), configuration_set_name: "mail" });
    },
  },
  poolMissing: {
    refused: (cloud) =>
      cloud.create("aws_sesv2_configuration_set", set("mail", { delivery_options: [{ sending_pool_name: "own" }] })),
    accepted: (cloud) =>
      cloud.create("aws_sesv2_configuration_set", set("mail", { delivery_options: [{ tls_policy: "REQUIRE" }] })),
  },
  redirectDomain: {
    refused: (cloud) => {
      cloud.create("aws_sesv2_email_identity", identity("example.org"));
      cloud.create("aws_sesv2_configuration_set", set("mail", redirect));
    },
    accepted: (cloud) => {
      cloud.create("aws_sesv2_email_identity", identity("example.org"));
      confirmIdentity(cloud.aws, "example.org");
      cloud.create("aws_sesv2_configuration_set", set("mail", redirect));
    },
  },
  unverifiedSender: {
    refused: (cloud) => {
      cloud.create("aws_sesv2_email_identity", identity("team@example.org"));
      sendEmail(cloud.aws, { from: "team@example.org", to: ["success@simulator.amazonses.com"] });
    },
    accepted: (cloud) => {
      cloud.create("aws_sesv2_email_identity", identity("team@example.org"));
      confirmIdentity(cloud.aws, "team@example.org");
      sendEmail(cloud.aws, { from: "team@example.org", to: ["success@simulator.amazonses.com"] });
    },
  },
  sandbox: {
    refused: (cloud) => {
      cloud.create("aws_sesv2_email_identity", identity("example.org"));
      confirmIdentity(cloud.aws, "example.org");
      sendEmail(cloud.aws, { from: "team@example.org", to: ["somebody@example.com"] });
    },
    accepted: (cloud) => {
      cloud.create("aws_sesv2_email_identity", identity("example.org"));
      confirmIdentity(cloud.aws, "example.org");
      sendEmail(cloud.aws, { from: "team@example.org", to: ["somebody@example.org"] });
    },
  },
  paused: {
    refused: (cloud) => sendWithin(cloud, false),
    accepted: (cloud) => sendWithin(cloud, true),
  },
  tag: {
    refused: (cloud) =>
      cloud.create("aws_sesv2_configuration_set", set("mail", { tags: { "aws:team": "reserved by AWS" } })),
    accepted: (cloud) => cloud.create("aws_sesv2_configuration_set", set("mail", { tags: { "my-aws:team": "ours" } })),
  },
});

function sendWithin(cloud: ReturnType<typeof testCloud>, enabled: boolean): void {
  cloud.create("aws_sesv2_configuration_set", set("mail", { sending_options: [{ sending_enabled: enabled }] }));
  cloud.create("aws_sesv2_email_identity", { ...identity("team@example.org"), configuration_set_name: "mail" });
  confirmIdentity(cloud.aws, "team@example.org");
  sendEmail(cloud.aws, { from: "team@example.org", to: ["team@example.org"] });
}

testRules(classicRules, () => testCloud(), {
  address: {
    refused: (cloud) => cloud.create("aws_ses_email_identity", { email: "example.org" }),
    accepted: (cloud) => cloud.create("aws_ses_email_identity", { email: "team@example.org" }),
  },
  domain: {
    refused: (cloud) => cloud.create("aws_ses_domain_dkim", { domain: "team@example.org" }),
    accepted: (cloud) => cloud.create("aws_ses_domain_dkim", { domain: "example.org" }),
  },
  setName: {
    refused: (cloud) => cloud.create("aws_ses_configuration_set", { name: "mail.transactional" }),
    accepted: (cloud) => cloud.create("aws_ses_configuration_set", { name: "mail-transactional" }),
  },
  setDuplicate: {
    refused: (cloud) => {
      cloud.create("aws_sesv2_configuration_set", set("mail"));
      cloud.create("aws_ses_configuration_set", { name: "mail" });
    },
    accepted: (cloud) => {
      cloud.create("aws_sesv2_configuration_set", set("mail"));
      deleteConfigurationSet(cloud.aws, "mail");
      cloud.create("aws_ses_configuration_set", { name: "mail" });
    },
  },
  setMissing: {
    refused: (cloud) => {
      const state = cloud.create("aws_ses_configuration_set", { name: "mail" });
      deleteConfigurationSet(cloud.aws, "mail");
      cloud.update(state, "aws_ses_configuration_set", { name: "mail", sending_enabled: false });
    },
    accepted: (cloud) => {
      const state = cloud.create("aws_ses_configuration_set", { name: "mail" });
      cloud.update(state, "aws_ses_configuration_set", { name: "mail", sending_enabled: false });
    },
  },
  redirectDomain: {
    refused: (cloud) => cloud.create("aws_ses_configuration_set", { name: "mail", ...redirect }),
    accepted: (cloud) => {
      cloud.create("aws_ses_domain_identity", { domain: "click.example.org" });
      confirmIdentity(cloud.aws, "click.example.org");
      cloud.create("aws_ses_configuration_set", { name: "mail", ...redirect });
    },
  },
});
