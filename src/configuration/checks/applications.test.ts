import { testChecks } from "../testing/check-test.ts";

testChecks({
  ES0180: {
    broken: ({ development }) => Object.assign(development, { applications: { signoz: { enabled: false } } }),
    right: ({ development }) => {
      Object.assign(development, { applications: { signoz: { enabled: false } } });
      development.ingress.telemetry = false;
    },
    at: "applications.signoz.enabled",
    says: "SigNoz, which takes it, is switched off",
    hint: "ingress.telemetry to false",
  },
  ES0181: {
    broken: ({ development, organization }) => {
      Object.assign(development, { applications: { signoz: { alertSender: "alerts@example.org" } } });
      Object.assign(organization.accounts.development ?? {}, { jsonSecrets: stored });
    },
    right: ({ development, organization }) => {
      Object.assign(development, {
        applications: { signoz: { alertSender: "alerts@example.org" } },
        mail: { domains: ["example.org"] },
      });
      Object.assign(organization.accounts.development ?? {}, { jsonSecrets: stored });
    },
    at: "applications.signoz.alertSender",
    says: "it knows development@example.org",
    hint: "mail.addresses",
  },
  ES0182: {
    broken: ({ development, organization }) => {
      Object.assign(development, { applications: { signoz: { alertSender: "development@example.org" } } });
      Object.assign(organization.accounts.development ?? {}, {
        jsonSecrets: { "k8-development/ses-smtp": ["username"] },
      });
    },
    right: ({ development, organization }) => {
      Object.assign(development, { applications: { signoz: { alertSender: "development@example.org" } } });
      Object.assign(organization.accounts.development ?? {}, { jsonSecrets: stored });
    },
    at: "applications.signoz.alertSender",
    says: "k8-development/ses-smtp without password",
    hint: "accounts.development.jsonSecrets",
  },
  ES0183: {
    broken: ({ development }) => {
      development.auth0.clients = { sender: { name: "Sender", scopes: ["write:telemetri"] } };
    },
    right: ({ development }) => {
      development.auth0.clients = { sender: { name: "Sender", scopes: ["write:telemetry"] } };
    },
    at: "auth0.clients.sender.scopes.0",
    says: "no scope write:telemetri",
    hint: "Did you mean write:telemetry?",
  },
  ES0184: {
    broken: ({ development }) => {
      development.ingress.allow = ["vpm"];
    },
    right: ({ development }) => {
      development.ingress.allow = ["vpn"];
    },
    at: "ingress.allow.0",
    says: "no network vpm",
    hint: "Did you mean vpn?",
  },
  // Defect 60: a switch for pruning was on, and did nothing.
  ES0185: {
    broken: ({ development }) => {
      development.gitOps = { sync: "manual", prune: true };
    },
    right: ({ development }) => {
      development.gitOps = { sync: "automatic", prune: true };
    },
    at: "gitOps.prune",
    says: "Nothing is pruned",
    hint: "gitOps.sync to automatic",
    level: "warning",
  },
  ES0186: {
    broken: ({ development }) => {
      development.ingress.host = `${"d".repeat(53)}.example.org`;
    },
    right: ({ development }) => {
      development.ingress.host = `${"d".repeat(52)}.example.org`;
    },
    at: "ingress.host",
    says: "has 65 characters; a certificate takes 64",
    hint: "shorter",
  },
});

/** SMTP credentials of the development environment. */
const stored = { "k8-development/ses-smtp": ["username", "password"] };
