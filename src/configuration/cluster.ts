import { z } from "zod";
import { logRetentionDays, resourceName } from "./schema-parts.ts";

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
  /** Access policies of EKS. */
  policies: z.array(z.enum(accessPolicies)).min(1),
  /** Namespaces the policies are limited to; the whole cluster when left out. */
  namespaces: z.array(z.string()).default([]),
});

/** Keys of the access entries that are not declared: those of the roles that Spacelift assumes. */
const ownAccessKeys = /^(?!ci(-plan)?$)[a-z][a-z0-9-]*$/;

/** The EKS cluster of an environment. */
export const clusterSchema = z.strictObject({
  /** Name of the cluster. */
  name: resourceName,
  /** Kubernetes minor version; the catalogue's default when left out. */
  version: z
    .string()
    .regex(/^\d+\.\d+$/, "A minor version.")
    .meta({ examples: ["1.35"] })
    .optional(),
  /** Who reaches the public endpoint of the API beside the workers of Spacelift. */
  api: z.strictObject({
    /** Names of networks of the organisation that reach the API from outside of the VPC. */
    allow: z.array(z.string()).default([]),
    /** The reason to let the whole internet reach the API. */
    openBecause: z
      .string()
      .min(10, "Say why the whole internet may reach the API.")
      .meta({ examples: ["A workshop without a VPN, until 5 May"] })
      .optional(),
  }),
  /** Logs of the control plane: which, and for how many days. */
  logs: z
    .strictObject({
      types: z
        .array(z.enum(["api", "audit", "authenticator", "controllerManager", "scheduler"]))
        .default(["api", "audit", "authenticator", "controllerManager", "scheduler"]),
      retentionDays: logRetentionDays.default(90),
    })
    .prefault({}),
  /** How strictly the security groups of a pod apply: `strict` leaves out traffic through the node's own interface. */
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
});
