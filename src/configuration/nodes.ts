import { z } from "zod";

/** The nodes of an environment, which Spot Ocean launches between a floor and a ceiling. */
export const nodesSchema = z.strictObject({
  /** Nodes that are always there. */
  minimum: z.number().int().min(1).max(100).default(3),
  /** Nodes that there are at most. */
  maximum: z.number().int().min(1).max(1_000).default(20),
  /** vCPUs of all nodes together. */
  maximumVcpus: z.number().int().positive().default(160),
  /** Memory of all nodes together, in GiB. */
  maximumMemoryGib: z.number().int().positive().default(640),
  /** Capacity that is kept free, in percent of what pods ask for. */
  headroomPercent: z.number().int().min(0).max(200).default(30),
  /** Size of a node's root volume in GiB. */
  rootVolumeGib: z.number().int().min(20).max(16_384).default(50),
  /** Image of the nodes; the one that AWS recommends when left out. */
  image: z
    .string()
    .regex(/^ami-[0-9a-f]{8,17}$/, "The id of an image.")
    .meta({ examples: ["ami-0123456789abcdef0"] })
    .optional(),
  /** Labels of every node. */
  labels: z.record(z.string(), z.string()).default({}),
  /** Taints that a node bears until it is ready for pods. */
  startupTaints: z
    .array(
      z.strictObject({
        key: z.string().min(1),
        value: z.string().default(""),
        effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]),
      }),
    )
    .default([]),
});
