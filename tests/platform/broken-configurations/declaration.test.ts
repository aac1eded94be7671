import { describe, test } from "vitest";
import { type Declaration, problemsOf, soundDeclaration } from "../../../src/configuration/testing/declaration.ts";
import { type Broken, expectRefusal } from "./broken.ts";

describe("the declaration refuses", () => {
  const broken: Readonly<Record<string, Broken<Declaration>>> = {
    "telemetry without the ingress by which it comes in": {
      breaks: ({ development }) => Object.assign(development.ingress, { enabled: false }),
      code: "ES0143",
      at: "ingress.telemetry",
      says: "switched off",
      wayOut: "ingress.enabled to true",
    },
    "telemetry without SigNoz to take it": {
      breaks: ({ development }) => Object.assign(development, { applications: { signoz: { enabled: false } } }),
      code: "ES0180",
      at: "applications.signoz.enabled",
      says: "SigNoz, which takes it",
      wayOut: "ingress.telemetry to false",
    },
    "telemetry without Auth0 to vouch for it": {
      breaks: ({ development }) => Object.assign(development.auth0, { enabled: false }),
      code: "ES0180",
      at: "auth0.enabled",
      says: "Auth0, whose tokens it needs",
      wayOut: "auth0.enabled to true",
    },
    "alerts by mail without a sender that SES knows": {
      breaks: ({ development }) => {
        Object.assign(development, { mail: {}, applications: { signoz: { alertSender: "alerts@example.org" } } });
      },
      code: "ES0181",
      at: "applications.signoz.alertSender",
      says: "the environment has no mail at all",
      wayOut: "mail.addresses",
    },
    "alerts by mail without the stored credentials": {
      breaks: ({ development }) =>
        Object.assign(development, { applications: { signoz: { alertSender: "development@example.org" } } }),
      code: "ES0182",
      at: "applications.signoz.alertSender",
      says: "has no secret k8-development/ses-smtp",
      wayOut: "jsonSecrets",
    },
    "a client of Auth0 with a scope that the API lacks": {
      breaks: ({ development }) => {
        development.auth0.clients = { sender: { name: "Sender", scopes: ["write:telemetri"] } };
      },
      code: "ES0183",
      at: "auth0.clients.sender.scopes.0",
      says: "no scope write:telemetri",
      wayOut: "write:telemetry",
    },
    "nodes without Spot's token": {
      breaks: ({ organization }) => Object.assign(organization.accounts.development ?? {}, { secrets: [] }),
      code: "ES0172",
      at: "spot.tokenSecret",
      says: "without Spot's token there are no nodes",
      wayOut: "accounts.development.secrets",
    },
    "more nodes always than at most": {
      breaks: ({ development }) => Object.assign(development, { nodes: { minimum: 9, maximum: 8 } }),
      code: "ES0170",
      at: "nodes.minimum",
      says: "9 nodes are to be there always, and 8 at most",
      wayOut: "nodes.maximum",
    },
    "more nodes than their vCPUs allow": {
      breaks: ({ development }) => Object.assign(development, { nodes: { minimum: 9, maximumVcpus: 17 } }),
      code: "ES0171",
      at: "nodes.maximumVcpus",
      says: "have 18 vCPUs at least, and 17 are allowed",
      wayOut: "nodes.minimum",
    },
    "a cluster whose name is over a limit in one environment": {
      breaks: ({ development }) => Object.assign(development.cluster, { name: "k".repeat(51) }),
      code: "ES0142",
      at: "cluster.name",
      says: "51 characters",
      wayOut: "at most 50",
    },
    "a host name that no certificate takes": {
      breaks: ({ development }) => Object.assign(development.ingress, { host: `${"d".repeat(53)}.example.org` }),
      code: "ES0186",
      at: "ingress.host",
      says: "a certificate takes 64",
      wayOut: "shorter host name",
    },
    "one host name for two environments": {
      breaks: ({ development, production }) => Object.assign(production.ingress, { host: development.ingress.host }),
      code: "ES0140",
      at: "ingress.host",
      says: "development.example.org",
      wayOut: "of its own",
    },
    "an ingress for a network that nobody has": {
      breaks: ({ development }) => Object.assign(development.ingress, { allow: ["vpm"] }),
      code: "ES0184",
      at: "ingress.allow.0",
      says: "no network vpm",
      wayOut: "Did you mean vpn?",
    },
    "workflows at a branch, which changes by itself": {
      breaks: ({ development }) => Object.assign(development, { applications: { airflow: { dags: "main" } } }),
      code: "ES0151",
      at: "applications.airflow.dags",
      says: "tag of a version",
      wayOut: "",
    },
    "an application that does not exist": {
      breaks: ({ development }) => Object.assign(development, { applications: { airflo: { enabled: true } } }),
      code: "ES0150",
      at: "applications.airflo",
      says: "airflo",
      wayOut: "airflow",
    },
    "a Kubernetes version that is not in the catalogue": {
      breaks: ({ development }) => Object.assign(development.cluster, { version: "1.99" }),
      code: "ES0130",
      at: "cluster.version",
      says: "Kubernetes 1.99 is not in the catalogue",
      wayOut: "Supported:",
    },
    "an add-on that is newer than its cluster": {
      breaks: ({ development }) =>
        Object.assign(development.cluster, { addOns: { "kube-proxy": "v1.36.0-eksbuild.2" } }),
      code: "ES0136",
      at: "cluster.addOns.kube-proxy",
      says: "is newer than Kubernetes 1.35",
      wayOut: "v1.35.*",
    },
    "a version for an add-on that is none": {
      breaks: ({ development }) => Object.assign(development.cluster, { addOns: { coredn: "v1.12.0-eksbuild.1" } }),
      code: "ES0134",
      at: "cluster.addOns.coredn",
      says: "coredn is no add-on",
      wayOut: "Did you mean coredns?",
    },
    "workers in a zone without the way out that they need": {
      breaks: ({ development }) => {
        development.network.nat = "per-zone";
        delete development.network.subnets.public.c;
      },
      code: "ES0114",
      at: "network.subnets.public",
      says: "Zone c has workers but no public subnet",
      wayOut: 'network.nat to "single"',
    },
    "a route to a queue that is not declared": {
      breaks: ({ development }) => {
        development.optional = {
          queues: { events: {} },
          httpApis: { intake: { routes: { "POST /events": "event" } } },
        };
      },
      code: "ES0187",
      at: "optional.httpApis.intake.routes.POST /events",
      says: "the queue event, which development does not have",
      wayOut: "Did you mean events?",
    },
    "a worker pool without its stored credentials": {
      breaks: ({ development }) => {
        development.optional = { workerPool: { secret: "k8-development/worker-pool" } };
      },
      code: "ES0193",
      at: "optional.workerPool.secret",
      says: "no secret k8-development/worker-pool",
      wayOut: "jsonSecrets",
    },
  };

  for (const [what, one] of Object.entries(broken)) {
    test(`${what} (${one.code})`, () => {
      const declaration = soundDeclaration();
      one.breaks(declaration);
      expectRefusal(problemsOf(declaration), one);
    });
  }
});
