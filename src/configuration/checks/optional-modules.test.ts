import { describe, expect, test } from "vitest";
import { testChecks } from "../testing/check-test.ts";
import { type Declaration, problemsOf, soundDeclaration } from "../testing/declaration.ts";

type Optional = NonNullable<Declaration["development"]["optional"]>;

const landing = (change: object = {}): NonNullable<Optional["snowflakeBuckets"]>[string] => ({
  name: "example-landing",
  source: { account: "555555555555", replicationRole: "replication" },
  principal: "arn:aws:iam::444444444444:user/abcd0000-s",
  externalIdSecret: "snowflake_external_id",
  ...change,
});

const because = "Published results of the challenge";

/** Stores by hand what the optional parts of development need. */
function store({ organization }: Declaration, secrets: readonly string[], members: readonly string[] = []): void {
  Object.assign(organization.accounts.development ?? {}, {
    secrets: ["spotinst_token", ...secrets],
    ...(members.length > 0 ? { jsonSecrets: { "k8-development/worker-pool": members } } : {}),
  });
}

testChecks({
  ES0187: {
    broken: ({ development }) => {
      development.optional = { queues: { events: {} }, httpApis: { intake: { routes: { "POST /events": "event" } } } };
    },
    right: ({ development }) => {
      development.optional = { queues: { events: {} }, httpApis: { intake: { routes: { "POST /events": "events" } } } };
    },
    at: "optional.httpApis.intake.routes.POST /events",
    says: "the queue event, which development does not have",
    hint: "Did you mean events?",
  },
  ES0188: {
    broken: ({ development }) => {
      development.optional = { queues: { events: {} }, httpApis: { intake: { routes: { "POST /events": "events" } } } };
      development.auth0.enabled = false;
      development.ingress.telemetry = false;
    },
    right: ({ development }) => {
      development.optional = { queues: { events: {} } };
      development.auth0.enabled = false;
      development.ingress.telemetry = false;
    },
    at: "optional.httpApis",
    says: "tokens of Auth0, which is switched off",
    hint: "auth0.enabled to true",
  },
  ES0189: {
    broken: ({ development, production }) => {
      development.optional = { publicBuckets: { results: { name: "example-results", because } } };
      production.optional = { publicBuckets: { data: { name: "example-results", because } } };
    },
    right: ({ development, production }) => {
      development.optional = { publicBuckets: { results: { name: "example-results", because } } };
      production.optional = { publicBuckets: { results: { name: "example-results-2", because } } };
    },
    file: "environments/production.ts",
    at: "optional.publicBuckets.data.name",
    says: "is publicBuckets.results of development already",
    hint: "give one of them another",
  },
  // Defect 41: a name that fits in one environment is too long in another.
  ES0190: {
    broken: ({ development, production }) => {
      for (const environment of [development, production]) environment.optional = { queues: { ["q".repeat(31)]: {} } };
      development.cluster.name = "k".repeat(44);
    },
    right: ({ development, production }) => {
      for (const environment of [development, production]) environment.optional = { queues: { ["q".repeat(31)]: {} } };
      development.cluster.name = "k".repeat(43);
    },
    at: `optional.queues.${"q".repeat(31)}`,
    says: "has 81 characters; SQS takes 80",
    hint: "by 1",
  },
  ES0191: {
    broken: ({ development }) => {
      const workload = { namespace: "intake", serviceAccount: "worker" };
      development.optional = { queues: { events: { workload }, results: { workload } } };
    },
    right: ({ development }) => {
      const workload = { namespace: "intake", serviceAccount: "worker" };
      development.optional = {
        queues: { events: { workload }, results: { workload: { ...workload, namespace: "output" } } },
      };
    },
    at: "optional.queues.results.workload",
    says: "intake/worker have a role for the queue events already",
    hint: "a service account of its own",
  },
  // Defect L5: the external id stood in git.
  ES0192: {
    broken: ({ development }) => {
      development.optional = { snowflakeBuckets: { snapshots: landing() } };
    },
    right: (declaration) => {
      store(declaration, ["snowflake_external_id"]);
      declaration.development.optional = { snowflakeBuckets: { snapshots: landing() } };
    },
    at: "optional.snowflakeBuckets.snapshots.externalIdSecret",
    says: "no secret snowflake_external_id",
    hint: "accounts.development.secrets",
  },
  // Defect 115: the secret of the workers was made by hand, and nobody knew whether it was there.
  ES0193: {
    broken: (declaration) => {
      store(declaration, [], ["token"]);
      declaration.development.optional = { workerPool: { secret: "k8-development/worker-pool" } };
    },
    right: (declaration) => {
      store(declaration, [], ["token", "privateKey"]);
      declaration.development.optional = { workerPool: { secret: "k8-development/worker-pool" } };
    },
    at: "optional.workerPool.secret",
    says: "no secret k8-development/worker-pool with privateKey",
    hint: "accounts.development.jsonSecrets",
  },
  ES0194: {
    broken: (declaration) => {
      store(declaration, ["snowflake_external_id"]);
      const source = { account: "111111111111", replicationRole: "replication" };
      declaration.development.optional = { snowflakeBuckets: { snapshots: landing({ source }) } };
    },
    right: (declaration) => {
      store(declaration, ["snowflake_external_id"]);
      declaration.development.optional = { snowflakeBuckets: { snapshots: landing() } };
    },
    at: "optional.snowflakeBuckets.snapshots.source.account",
    says: "the account of the landing bucket itself",
    hint: "the account of the databases",
    level: "warning",
  },
  ES0195: {
    broken: ({ development }) => {
      development.optional = { publicBuckets: { results: { name: "example-results", because, writer: "airflow" } } };
      development.applications = { airflow: { enabled: false } };
    },
    right: ({ development }) => {
      development.optional = { publicBuckets: { results: { name: "example-results", because } } };
      development.applications = { airflow: { enabled: false } };
    },
    at: "optional.publicBuckets.results.writer",
    says: "and Airflow is switched off",
    hint: "leave writer out",
  },
});

describe("what the shape of the data refuses", () => {
  const problemsWith = (optional: object): readonly string[] => {
    const declaration = soundDeclaration();
    Object.assign(declaration.development, { optional });
    return problemsOf(declaration).map(({ at, problem }) => `${at?.join(".")}: ${problem}`);
  };

  // Defect L4: data was public by a magic word, for any site.
  test.each([
    ["a public bucket without a reason", { name: "example-results" }, "because"],
    ["a reason of one word", { name: "example-results", because: "demo" }, "because"],
    ["every site of the internet as reader", { name: "example-results", because, corsOrigins: ["*"] }, "corsOrigins"],
  ])("%s", (_what, bucket, at) => {
    const problems = problemsWith({ publicBuckets: { results: bucket } });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`optional.publicBuckets.results.${at}`);
  });

  test("a route that only reads, an API without a route, a queue that is called like dead letters", () => {
    const queues = { events: {} };
    expect(problemsWith({ queues, httpApis: { intake: { routes: { "GET /events": "events" } } } })).toHaveLength(1);
    expect(problemsWith({ queues, httpApis: { intake: { routes: {} } } })).toHaveLength(1);
    expect(problemsWith({ queues: { "events-dead": {} } })).toHaveLength(1);
  });

  test("nothing of what the other tests call right", () => {
    expect(problemsWith({ publicBuckets: { results: { name: "example-results", because } } })).toEqual([]);
    expect(problemsWith({})).toEqual([]);
  });
});
