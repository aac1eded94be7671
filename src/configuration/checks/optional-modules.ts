import type { Problem } from "../../errors.ts";
import type { DeclaredEnvironment } from "../environment.ts";
import { nearest } from "../names.ts";
import { queueNames } from "../optional-modules.ts";
import { accountOf } from "../resolve.ts";
import { type Check, problemIn, repeated } from "./check.ts";

/** Routes of HTTP APIs lead to queues of the environment. */
export const routesLeadToQueues: Check = ({ environments }) =>
  environments.flatMap((environment) => {
    const known = Object.keys(environment.optional.queues);
    return Object.entries(environment.optional.httpApis).flatMap(([api, { routes }]) =>
      Object.entries(routes)
        .filter(([, queue]) => !known.includes(queue))
        .map(([route, queue]) =>
          problemIn(environment, {
            code: "ES0187",
            at: ["optional", "httpApis", api, "routes", route],
            problem: `${route} of the API ${api} leads to the queue ${queue}, which ${environment.name} does not have.`,
            hint:
              known.length === 0
                ? `Add ${queue} to optional.queues.`
                : `Did you mean ${nearest(queue, known) ?? known.join(", ")}?`,
          }),
        ),
    );
  });

/** HTTP APIs take tokens, and somebody gives them out. */
export const apisHaveTokens: Check = ({ environments }) =>
  environments
    .filter(({ auth0, optional }) => !auth0.enabled && Object.keys(optional.httpApis).length > 0)
    .map((environment) =>
      problemIn(environment, {
        code: "ES0188",
        at: ["optional", "httpApis"],
        problem: "HTTP APIs take nothing but tokens of Auth0, which is switched off.",
        hint: "Set auth0.enabled to true, or leave optional.httpApis out.",
      }),
    );

/** Bucket names are taken once in all the world: no two buckets of the configuration have the same. */
export const bucketNamesDiffer: Check = ({ environments }) => {
  const all = environments.flatMap((environment) =>
    (["publicBuckets", "snowflakeBuckets"] as const).flatMap((kind) =>
      Object.entries(environment.optional[kind]).map(([key, { name }]) => ({
        environment,
        name,
        at: ["optional", kind, key, "name"],
      })),
    ),
  );
  return repeated(all, ({ name }) => name).map(([first, { environment, name, at }]) =>
    problemIn(environment, {
      code: "ES0189",
      at,
      problem: `The bucket ${name} is ${first.at.slice(1, 3).join(".")} of ${first.environment.name} already.`,
      hint: "Names of buckets differ in all accounts and Regions: give one of them another.",
    }),
  );
};

/** Longest name of a queue. Source: SQS Developer Guide, "Amazon SQS queue quotas". */
const longestQueueName = 80;

/** Names of queues fit, with the cluster's name before and what marks dead letters behind. */
export const queueNamesFit: Check = ({ environments }) =>
  environments.flatMap((environment) =>
    Object.entries(environment.optional.queues).flatMap(([key, { fifo }]) => {
      const { dead } = queueNames(environment.cluster.name, key, fifo);
      if (dead.length <= longestQueueName) return [];
      return [
        problemIn(environment, {
          code: "ES0190",
          at: ["optional", "queues", key],
          problem: `${dead} has ${dead.length} characters; SQS takes ${longestQueueName}.`,
          hint: `Shorten ${key}, or the name of the cluster, by ${dead.length - longestQueueName}.`,
        }),
      ];
    }),
  );

/** Pods of a service account have one role at most. Source: EKS User Guide, "EKS Pod Identity considerations". */
export const workloadsHaveOneQueue: Check = ({ environments }) =>
  environments.flatMap((environment) => {
    const workloads = Object.entries(environment.optional.queues).flatMap(([key, { workload }]) =>
      workload ? [{ key, pods: `${workload.namespace}/${workload.serviceAccount}` }] : [],
    );
    return repeated(workloads, ({ pods }) => pods).map(([first, { key, pods }]) =>
      problemIn(environment, {
        code: "ES0191",
        at: ["optional", "queues", key, "workload"],
        problem: `Pods of ${pods} have a role for the queue ${first.key} already, and can have no other.`,
        hint: "Let each queue be used by a service account of its own.",
      }),
    );
  });

/** Members of the credentials of a worker pool. */
const workerPoolMembers = ["token", "privateKey"] as const;

/** Secrets that optional parts need were stored by hand in the account. */
export const optionalSecretsAreStored: Check = ({ organization, environments }) =>
  environments.flatMap((environment) => {
    const found = accountOf(organization, environment.account);
    if (!found) return [];
    const [accountKey, { secrets, jsonSecrets }] = found;
    const pool = environment.optional.workerPool;
    const missing = workerPoolMembers.filter((member) => !(pool && jsonSecrets[pool.secret]?.includes(member)));
    return [
      ...(pool && missing.length > 0 ? [poolSecretMissing(environment, accountKey, pool.secret, missing)] : []),
      ...Object.entries(environment.optional.snowflakeBuckets)
        .filter(([, { externalIdSecret }]) => !secrets.includes(externalIdSecret))
        .map(([key, { externalIdSecret }]) =>
          problemIn(environment, {
            code: "ES0192",
            at: ["optional", "snowflakeBuckets", key, "externalIdSecret"],
            problem: `The account ${environment.account} has no secret ${externalIdSecret}: without the external id anybody's Snowflake could ask for the data.`,
            hint: `Store the id in Secrets Manager and add "${externalIdSecret}" to accounts.${accountKey}.secrets in environments/organization.ts.`,
          }),
        ),
    ];
  });

function poolSecretMissing(
  environment: DeclaredEnvironment,
  accountKey: string,
  secret: string,
  missing: readonly string[],
): Problem {
  return problemIn(environment, {
    code: "ES0193",
    at: ["optional", "workerPool", "secret"],
    problem: `The account ${environment.account} has no secret ${secret} with ${missing.join(" and ")}: Spacelift would know none of the workers.`,
    hint: `Store the credentials of the pool in Secrets Manager and declare accounts.${accountKey}.jsonSecrets in environments/organization.ts as { "${secret}": ["token", "privateKey"] }.`,
  });
}

/** Who writes into a public bucket runs in the environment. */
export const bucketWritersRun: Check = ({ environments }) =>
  environments
    .filter(({ applications }) => !applications.airflow.enabled)
    .flatMap((environment) =>
      Object.entries(environment.optional.publicBuckets)
        .filter(([, { writer }]) => writer === "airflow")
        .map(([key]) =>
          problemIn(environment, {
            code: "ES0195",
            at: ["optional", "publicBuckets", key, "writer"],
            problem: `Tasks of Airflow write into the bucket ${key}, and Airflow is switched off.`,
            hint: "Set applications.airflow.enabled to true, or leave writer out.",
          }),
        ),
    );

/** Landing buckets lie in the account of their own environment: what comes from elsewhere comes from another account. */
export const snapshotsComeFromElsewhere: Check = ({ environments }) =>
  environments.flatMap((environment) =>
    Object.entries(environment.optional.snowflakeBuckets)
      .filter(([, { source }]) => source.account === environment.account)
      .map(([key, { source }]) =>
        problemIn(environment, {
          code: "ES0194",
          at: ["optional", "snowflakeBuckets", key, "source", "account"],
          problem: `Snapshots come from ${source.account}, which is the account of the landing bucket itself.`,
          hint: "Name the account of the databases.",
          level: "warning",
        }),
      ),
  );
