import { z } from "zod";
import { accountId, roleName } from "./schema-parts.ts";

/** What something optional is called in the configuration: it becomes a part of names and addresses. */
const key = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "Lower case letters, digits and hyphens, at most 40.");

/** A name that S3 takes for a bucket, without dots, which TLS names do not cover. Source: S3 User Guide, "Bucket naming rules". */
const bucketName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, "3 to 63 lower case letters, digits and hyphens.")
  .meta({ examples: ["example-landing-dev"] });

/** The only pods that get AWS rights. */
const pods = {
  namespace: z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "The name of a namespace."),
  serviceAccount: z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, "The name of a service account."),
};

/** A queue of SQS with its dead-letter queue. */
const queue = z.strictObject({
  /** Keep the order, and deliver once. */
  fifo: z.boolean().default(false),
  /** Seconds that a message stays hidden from others after somebody took it. Source: SQS API, SetQueueAttributes. */
  visibilitySeconds: z.number().int().min(0).max(43_200).default(30),
  /** Days that a message waits for somebody to take it; dead letters wait for 14. */
  retentionDays: z.number().int().min(1).max(14).default(4),
  /** How often a message is taken in vain before it counts as dead. */
  maximumReceives: z.number().int().min(1).max(1_000).default(5),
  /** Pods that use it, by a role of their own; nobody when left out. */
  workload: z
    .strictObject({
      ...pods,
      may: z
        .array(z.enum(["send", "receive"]))
        .min(1)
        .default(["receive"]),
    })
    .optional(),
});

/** An HTTP API whose requests go into queues; it takes the tokens that the environment's Auth0 gives out. */
const httpApi = z.strictObject({
  /** Queues, by their keys, that the bodies of requests go into: `{ "POST /events": "events" }`. */
  routes: z
    .record(z.string().regex(/^(POST|PUT|PATCH) \/[\w\-/{}+]*$/, "A method that sends something, and a path."), key)
    .refine((routes) => Object.keys(routes).length > 0, "An API without a route answers nobody."),
  /** Requests a second that are let through. */
  requestsPerSecond: z.number().int().min(1).max(10_000).default(50),
  /** Requests at one moment that are let through. */
  burst: z.number().int().min(1).max(5_000).default(100),
});

/** A bucket from which the whole internet reads. */
const publicBucket = z.strictObject({
  name: bucketName,
  /** Why everybody may read what is in it. */
  because: z
    .string()
    .min(10, "Say why the whole internet may read what is in it.")
    .meta({ examples: ["Published results of the 2026 challenge"] }),
  /** Sites whose pages may read it; none when left out. */
  corsOrigins: z
    .array(z.string().regex(/^https:\/\/[a-z0-9.-]+(:\d+)?$/, "The origin of a site, for example https://example.org."))
    .default([]),
  /** Who puts objects into it: `airflow` for its tasks; nobody of the platform when left out. */
  writer: z.enum(["airflow"]).optional(),
});

/** A bucket that snapshots of another account's databases are copied to, and that Snowflake reads. */
const snowflakeBucket = z.strictObject({
  name: bucketName,
  /** Who copies into it: one role of the account that the snapshots come from. */
  source: z.strictObject({ account: accountId, replicationRole: roleName }),
  /** The user of Snowflake's storage integration, as `DESC INTEGRATION` tells it. */
  principal: z
    .string()
    .regex(/^arn:aws:iam::\d{12}:user\/[\w+=,.@/-]+$/, "The ARN of an IAM user.")
    .meta({ examples: ["arn:aws:iam::444444444444:user/abcd0000-s"] }),
  /** Secret in Secrets Manager that holds the external id of the integration: it is never written here. */
  externalIdSecret: z.string().min(1),
});

/** What an environment may have beside the platform. All of it is off by default. */
export const optionalModules = z.strictObject({
  /** Queues by a key of your choice, which ends their names. */
  queues: z
    .record(key.regex(/(?<!-dead)$/, "What ends with -dead is the name of a queue of dead letters."), queue)
    .default({}),
  /** HTTP APIs by a key of your choice. */
  httpApis: z.record(key, httpApi).default({}),
  /** Buckets that everybody reads, by a key of your choice. */
  publicBuckets: z.record(key, publicBucket).default({}),
  /** Landing buckets by a key of your choice. */
  snowflakeBuckets: z.record(key, snowflakeBucket).default({}),
  /** Workers of Spacelift in the cluster; Spacelift's own when left out. */
  workerPool: z
    .strictObject({
      /** Secret in Secrets Manager with the members `token` and `privateKey` of the pool. */
      secret: z.string().min(1),
      /** Workers, and so runs at a time. */
      size: z.number().int().min(1).max(50).default(2),
      /** Raised when other credentials were stored there. */
      revision: z.number().int().min(1).default(1),
    })
    .optional(),
  /** Small applications that show what keeps pods apart. */
  demonstrations: z
    .strictObject({
      /** Network policies of Kubernetes. */
      networkPolicies: z.boolean().default(false),
      /** Security groups of AWS on pods. */
      podSecurityGroups: z.boolean().default(false),
    })
    .prefault({}),
});

/** Names of a queue and of the queue of its dead letters. */
export function queueNames(
  cluster: string,
  key: string,
  fifo: boolean,
): { readonly queue: string; readonly dead: string } {
  const ending = fifo ? ".fifo" : "";
  return { queue: `${cluster}-${key}${ending}`, dead: `${cluster}-${key}-dead${ending}` };
}
