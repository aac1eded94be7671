import { z } from "zod";
import {
  accountId,
  cidr,
  displayName,
  driftSchedule,
  emailAddress,
  exactVersion,
  hostName,
  region,
  resourceName,
} from "./schema-parts.ts";

/** Zone letters to networks, for example `{ a: "10.0.0.0/24" }`. */
const subnetsByZone = z.record(z.string().regex(/^[a-z]$/, "The letter of a zone."), cidr);

/** Access policies for people. Source: EKS User Guide, "Review access policy permissions". */
const accessPolicies = [
  "AmazonEKSClusterAdminPolicy",
  "AmazonEKSAdminPolicy",
  "AmazonEKSAdminViewPolicy",
  "AmazonEKSEditPolicy",
  "AmazonEKSViewPolicy",
  "AmazonEKSSecretReaderPolicy",
] as const;

/** Who may use the cluster's API, and how far. */
const accessEntry = z.strictObject({
  /** Permission set of IAM Identity Center. */
  principal: z.string().min(1),
  policies: z.array(z.enum(accessPolicies)).min(1),
  /** Namespaces the policies are limited to; the whole cluster when left out. */
  namespaces: z.array(z.string()).default([]),
});

/** Keys of the access entries that are not declared: those of the roles that Spacelift assumes. */
const ownAccessKeys = /^(?!ci(-plan)?$)[a-z][a-z0-9-]*$/;

/** Retention periods that CloudWatch Logs offers, in days. */
const retentionDays = z.literal([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

export const environmentSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, "Lower case letters, digits and hyphens, at most 31."),
  account: accountId,
  region: region.default("us-east-1"),
  /** Guards what would be hard to get back: the cluster, the stacks. */
  protect: z.boolean().default(false),
  network: z.strictObject({
    name: resourceName,
    cidr,
    subnets: z.strictObject({ public: subnetsByZone, controlPlane: subnetsByZone, workers: subnetsByZone }),
    /** One NAT gateway for all zones, or one in each zone with workers. */
    nat: z.enum(["single", "per-zone"]).default("single"),
    flowLogs: z.strictObject({ retentionDays: retentionDays.default(90) }).prefault({}),
  }),
  cluster: z.strictObject({
    name: resourceName,
    /** Kubernetes minor version; the catalogue's default when left out. */
    version: z
      .string()
      .regex(/^\d+\.\d+$/, "A minor version such as 1.35.")
      .optional(),
    api: z.strictObject({
      /** Names of networks of the organisation that reach the API from outside of the VPC. */
      allow: z.array(z.string()).default([]),
      /** The reason to let the whole internet reach the API. */
      openBecause: z.string().min(10, "Say why the whole internet may reach the API.").optional(),
    }),
    logs: z
      .strictObject({
        types: z
          .array(z.enum(["api", "audit", "authenticator", "controllerManager", "scheduler"]))
          .default(["api", "audit", "authenticator", "controllerManager", "scheduler"]),
        retentionDays: retentionDays.default(90),
      })
      .prefault({}),
    podSecurityGroups: z.enum(["standard", "strict"]).default("standard"),
    /** Add-on versions that differ from the catalogue. */
    addOns: z.record(z.string(), z.string()).default({}),
    /** People; the roles of Spacelift have entries of their own, which are not declared. */
    access: z
      .record(
        z.string().regex(ownAccessKeys, "Lower case letters, digits and hyphens; ci and ci-plan are taken."),
        accessEntry,
      )
      .default({}),
  }),
  mail: z
    .strictObject({ addresses: z.array(emailAddress).default([]), domains: z.array(hostName).default([]) })
    .prefault({}),
  spacelift: z.strictObject({
    space: displayName,
    stacks: z.strictObject({ infrastructure: displayName, deployments: displayName, auth0: displayName }),
    autodeploy: z.boolean().default(false),
    /** OpenTofu version of the stacks; the catalogue's when left out. */
    openTofu: exactVersion.optional(),
    driftSchedule,
    /** Changes that the cost policy accepts without a warning. */
    cost: z.strictObject({ monthlyDollars: z.number().positive(), increasePercent: z.number().positive().default(25) }),
  }),
  ingress: z.strictObject({ host: hostName, enabled: z.boolean().default(true), telemetry: z.boolean().default(true) }),
  gitOps: z
    .strictObject({
      sync: z.enum(["manual", "automatic"]).default("manual"),
      prune: z.boolean().default(false),
      revision: z.string().default("main"),
    })
    .prefault({}),
  spot: z.strictObject({
    account: z.string().regex(/^act-[0-9a-f]{8}$/, "A Spot account such as act-1a2b3c4d."),
    minimumImageDate: z
      .string()
      .regex(/^\d{8}$/)
      .default("20260505"),
  }),
  auth0: z.strictObject({
    enabled: z.boolean().default(true),
    domain: hostName,
    clients: z.record(
      z.string(),
      z.strictObject({
        name: displayName,
        description: z.string().default(""),
        scopes: z.array(z.string()).default(["write:telemetry"]),
      }),
    ),
  }),
});

export type EnvironmentInput = z.input<typeof environmentSchema>;
/** An environment as it is declared, with every default filled in. */
export type DeclaredEnvironment = z.output<typeof environmentSchema>;

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
  /** Pinned versions of the add-ons of the infrastructure stack. */
  readonly addOnVersions: Readonly<Record<string, string>>;
  readonly access: readonly AccessEntry[];
  /** ARN of the policy that bounds every role of the environment. */
  readonly roleBoundaryArn: string;
  /** Tags of every AWS resource but the stack's own name. */
  readonly tags: Readonly<Record<string, string>>;
}
