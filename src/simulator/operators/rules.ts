import type { AnyRule, LeftOut } from "../rule.ts";
import { rules as certManagerRules } from "./cert-manager/rules.ts";
import { rules as clickHouseRules } from "./clickhouse/rules.ts";
import { rules as cloudNativePgRules } from "./cloudnative-pg/rules.ts";
import { rules as envoyGatewayRules } from "./envoy-gateway/rules.ts";
import { rules as victoriaMetricsRules } from "./victoria-metrics/rules.ts";

/** What operators refuse, by their webhooks or by the definitions of their kinds. */
export const operatorRules: readonly AnyRule[] = [
  ...Object.values(certManagerRules),
  ...Object.values(envoyGatewayRules),
  ...Object.values(victoriaMetricsRules),
  ...Object.values(cloudNativePgRules),
  ...Object.values(clickHouseRules),
];

/** Known facts about operators that are not enforced. */
export const operatorLeftOut: readonly LeftOut[] = [
  {
    id: "victoria-metrics/cluster",
    reason: "a VMCluster is stored and nothing is made from it: the platform uses a single store",
  },
  {
    id: "victoria-metrics/rule-expressions",
    reason: "expressions of rules are not parsed, as nothing is measured in a rehearsal",
  },
  {
    id: "victoria-metrics/sync-job",
    reason: "rules and dashboards that the chart's Job downloads from GitHub are not made; the Job itself runs",
  },
  {
    id: "trivy/scan-jobs",
    reason: "scan jobs and node collectors are not made as objects; a round of scans takes a minute and makes no load",
  },
  {
    id: "trivy/reports",
    reason: "each workload gets one report of its first image and one of its configuration; what they count is made up",
  },
  {
    id: "policy-reporter/adapters",
    reason: "of Trivy's reports only those of vulnerabilities become policy reports, and nobody looks at the pages",
  },
  {
    id: "airflow/broker-password",
    reason: "a Redis that keeps an older password than the broker's Secret is not noticed: no message is sent",
  },
  {
    id: "airflow/git-sync",
    reason: "the sidecar that fetches DAGs does not ask whether the repository is there",
  },
  {
    id: "cloudnative-pg/failover",
    reason: "no instance fails by itself: the first one stays the primary, also when its pod is made again",
  },
  {
    id: "cloudnative-pg/recovery",
    reason: "a restored database fills its volume as a new one does; what the archive holds is not looked at",
  },
  {
    id: "cloudnative-pg/plugins",
    reason:
      "a plugin counts as there when a Service with its label has a ready pod; backups by plugins and snapshots fail and say so",
  },
  {
    id: "cloudnative-pg/databases-and-roles",
    reason: "Database, Publication, Subscription and managed roles are stored and nothing is made from them",
  },
  {
    id: "cloudnative-pg/schedules",
    reason: "nothing waits for the time of a scheduled backup: it is made when other work has moved the clock past it",
  },
  {
    id: "clickhouse/failed-rollout",
    reason:
      "the operator waits for a server that does not start as long as it takes; the real one goes on after five minutes",
  },
  {
    id: "clickhouse/users",
    reason: "passwords are compared where they are written as texts; hashes, and users from secrets, always match",
  },
  {
    id: "cert-manager/rate-limits",
    reason:
      "Let's Encrypt counts certificates over weeks and over all environments of a domain; a rehearsal lives for minutes",
  },
  { id: "cert-manager/renewal", reason: "certificates are renewed after two months, which no rehearsal waits for" },
  {
    id: "cert-manager/dns01",
    reason: "no DNS provider has an interface here; challenges by DNS stay pending and say so",
  },
  {
    id: "cert-manager/vault-and-venafi",
    reason: "no such server exists here; their issuers do not become ready and say so",
  },
  {
    id: "envoy-gateway/jwt-fetch",
    reason:
      "Envoy fetches key sets over the network, and nothing flows in a rehearsal: a wrong address is found by nobody",
  },
  {
    id: "envoy-gateway/proxy-protocol-both-sides",
    reason: "load balancer and Envoy must agree on the PROXY protocol; no request is sent that would show it",
  },
];
