import { z } from "zod";
import { applicationsSchema } from "./applications.ts";
import { clusterSchema } from "./cluster.ts";
import { nodesSchema } from "./nodes.ts";
import { optionalModules } from "./optional-modules.ts";
import {
  accountId,
  cidr,
  displayName,
  driftSchedule,
  emailAddress,
  exactVersion,
  hostName,
  logRetentionDays,
  region,
  resourceName,
} from "./schema-parts.ts";

/** Zone letters to networks, for example `{ a: "10.0.0.0/24" }`. */
const subnetsByZone = z.record(z.string().regex(/^[a-z]$/, "The letter of a zone."), cidr);

/** One environment, as `environments/<name>.ts` declares it. */
export const environmentSchema = z.strictObject({
  /** The name of the file, and of the folder in `rendered/`. */
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,30}$/, "Lower case letters, digits and hyphens, at most 31.")
    .meta({ examples: ["development"] }),
  /** The account of the organisation that it lives in. */
  account: accountId,
  /** The AWS Region of everything in it. */
  region: region.default("us-east-1"),
  /** Guards what would be hard to get back: the cluster, the stacks. */
  protect: z.boolean().default(false),
  /** The VPC. */
  network: z.strictObject({
    /** Name of the VPC and, with their role and zone, of its subnets. */
    name: resourceName,
    /** Addresses of the VPC. */
    cidr,
    subnets: z.strictObject({
      /** For NAT gateways and load balancers. */
      public: subnetsByZone,
      /** For the interfaces of the EKS control plane, in two zones at least. */
      controlPlane: subnetsByZone,
      /** For nodes and pods. */
      workers: subnetsByZone,
    }),
    /** One NAT gateway for all zones, or one in each zone with workers. */
    nat: z.enum(["single", "per-zone"]).default("single"),
    /** What is recorded of the traffic, and kept for so many days. */
    flowLogs: z.strictObject({ retentionDays: logRetentionDays.default(90) }).prefault({}),
  }),
  /** The EKS cluster. */
  cluster: clusterSchema,
  /** The nodes, which Spot Ocean launches between a floor and a ceiling. */
  nodes: nodesSchema.prefault({}),
  /** Senders that SES knows; none unless said otherwise. */
  mail: z
    .strictObject({
      /** Single addresses that may send. */
      addresses: z.array(emailAddress).default([]),
      /** Domains from which every address may send. */
      domains: z.array(hostName).default([]),
    })
    .prefault({}),
  /** How Spacelift runs the environment. */
  spacelift: z.strictObject({
    /** Name of the environment's space. */
    space: displayName,
    /** Names of its stacks. */
    stacks: z.strictObject({ infrastructure: displayName, deployments: displayName, auth0: displayName }),
    /** Apply what is planned without waiting for somebody to confirm it. */
    autodeploy: z.boolean().default(false),
    /** OpenTofu version of the stacks; the catalogue's when left out. */
    openTofu: exactVersion.optional(),
    /** When Spacelift looks for drift: five cron fields, UTC. */
    driftSchedule,
    /** Changes that the cost policy accepts without a warning. */
    cost: z.strictObject({
      /** US dollars a month. */
      monthlyDollars: z.number().positive(),
      /** How much a change may add to them, in percent. */
      increasePercent: z.number().positive().default(25),
    }),
  }),
  /** What is reachable from the internet. */
  ingress: z.strictObject({
    /** Name under which it is reached. */
    host: hostName,
    /** False for an environment that nothing reaches. */
    enabled: z.boolean().default(true),
    /** Take in telemetry, which needs the ingress. */
    telemetry: z.boolean().default(true),
    /** Names of networks of the organisation that reach it; the whole internet when left out. */
    allow: z.array(z.string()).default([]),
    /** Where certificates come from: clients trust those of `production` only, whose limits of issuance a mistake uses up for a week. */
    certificates: z.enum(["staging", "production"]).default("staging"),
  }),
  /** What runs in the cluster; the defaults are right for most environments. */
  applications: applicationsSchema.prefault({}),
  /** What few environments have: queues, APIs, buckets, workers, demonstrations. */
  optional: optionalModules.prefault({}),
  /** How Argo CD and Flux bring to the cluster what is in git. */
  gitOps: z
    .strictObject({
      /** Whether both apply by themselves what is in git. */
      sync: z.enum(["manual", "automatic"]).default("automatic"),
      /** Remove from the cluster what is no longer in git. */
      prune: z.boolean().default(false),
      /** Branch, tag or commit that is applied. */
      revision: z.string().default("main"),
    })
    .prefault({}),
  /** Spot Ocean, which runs the nodes. */
  spot: z.strictObject({
    /** Id of the account in Spot. */
    account: z
      .string()
      .regex(/^act-[0-9a-f]{8}$/, "This is no Spot account.")
      .meta({ examples: ["act-1a2b3c4d"] }),
    /** Day from which on images are new enough for nodes: year, month, day. */
    minimumImageDate: z
      .string()
      .regex(/^\d{8}$/, "A day in eight digits.")
      .meta({ examples: ["20260505"] })
      .default("20260505"),
    /** Name of the secret in Secrets Manager that holds the token of the account. */
    tokenSecret: z.string().min(1).default("spotinst_token"),
    /** Raised when another token was stored there. */
    tokenRevision: z.number().int().min(1).default(1),
  }),
  /** Auth0, which lets programs send telemetry. */
  auth0: z.strictObject({
    /** False for an environment without Auth0. */
    enabled: z.boolean().default(true),
    /** Domain of the tenant. */
    domain: hostName,
    /** Programs that may ask for tokens, by a key of your choice. */
    clients: z.record(
      z.string(),
      z.strictObject({
        /** Name of the client in Auth0. */
        name: displayName,
        /** What the client is for. */
        description: z.string().default(""),
        /** What its tokens allow. */
        scopes: z.array(z.string()).default(["write:telemetry"]),
        /** Raised to give the client another secret. */
        secretRevision: z.number().int().min(1).default(1),
      }),
    ),
  }),
});

/** What a file in `environments/` declares: fields with a default may be left out. */
export type EnvironmentInput = z.input<typeof environmentSchema>;
/** An environment as it is declared, with every default filled in. */
export type DeclaredEnvironment = z.output<typeof environmentSchema>;

/** What a subnet is for. */
export type SubnetRole = "public" | "control-plane" | "workers";

/** One subnet with everything that is derived from its place. */
export interface Subnet {
  /** `workers-us-east-1a`: the key of everything that belongs to it. */
  readonly key: string;
  readonly name: string;
  readonly role: SubnetRole;
  readonly zone: string;
  readonly cidr: string;
}

/** One access entry with the principal's ARN. */
export interface AccessEntry {
  readonly key: string;
  readonly principalArn: string;
  readonly policyArns: readonly string[];
  readonly namespaces: readonly string[];
}

/** An environment with everything resolved that modules need: nothing is looked up later. */
export interface Environment extends DeclaredEnvironment {
  /** Key of the account in the organisation. */
  readonly accountKey: string;
  readonly subnets: readonly Subnet[];
  /** Kubernetes minor version. */
  readonly kubernetesVersion: string;
  /** Exact version of the engine that runs the stacks. */
  readonly openTofuVersion: string;
  /** Networks that reach the API, by name. */
  readonly apiNetworks: readonly { readonly name: string; readonly cidr: string }[];
  /** Networks that reach the ingress, by name; everybody when there is none. */
  readonly ingressNetworks: readonly { readonly name: string; readonly cidr: string }[];
  /** Address of the repository that Argo CD and Flux read. */
  readonly repository: string;
  /** E-mail address of those who answer for the platform. */
  readonly contact: string;
  /** Pinned versions of the add-ons. */
  readonly addOnVersions: Readonly<Record<string, string>>;
  readonly access: readonly AccessEntry[];
  /** ARN of the policy that bounds every role of the environment. */
  readonly roleBoundaryArn: string;
  /** Tags of every AWS resource but the stack's own name. */
  readonly tags: Readonly<Record<string, string>>;
}
