import { z } from "zod";

/** Twelve digits. */
export const accountId = z
  .string()
  .regex(/^\d{12}$/, "An AWS account id has twelve digits.")
  .meta({ examples: ["123456789012"] });

/** An IPv4 network; host bits are checked with the other networks. */
export const cidr = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/, "This is no network.")
  .meta({ examples: ["10.0.0.0/16"] });

/** A name people read, in the Spacelift interface. */
export const displayName = z
  .string()
  .min(1, "Give it a name.")
  .max(100, "At most 100 characters.")
  .meta({ examples: ["Platform development"] });

/** An e-mail address. */
export const emailAddress = z.email("This is no e-mail address.").meta({ examples: ["platform@example.org"] });

/** A DNS name with at least two labels. */
export const hostName = z
  .string()
  .regex(
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
    "Write a host name in lower case, with its domain.",
  )
  .meta({ examples: ["dev.example.org"] });

/** `us-east-1`. */
export const region = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "This is no Region.")
  .meta({ examples: ["us-east-1"] });

/** A name of the AWS resources that are made for one network or cluster: it becomes a part of role, log group and key names. */
export const resourceName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, "Letters, digits, hyphens and underscores, beginning with a letter or digit.")
  .meta({ examples: ["platform-dev"] });

/** A name that IAM takes for a role. Source: IAM User Guide, "IAM and AWS STS quotas". */
export const roleName = z
  .string()
  .regex(/^[\w+=,.@-]{1,64}$/, "At most 64 letters, digits and characters of _+=,.@-")
  .meta({ examples: ["spacelift-admin-role"] });

/** A value that every AWS service takes for a tag. Source: AWS General Reference, "Tag naming limits and requirements". */
export const tagValue = z
  .string()
  .min(1, "Give it a value.")
  .regex(/^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/u, "At most 256 letters, digits, blanks and characters of _.:/=+-@")
  .meta({ examples: ["platform"] });

/** When to look for drift: five cron fields, UTC. */
export const driftSchedule = z
  .string()
  .regex(/^([\d*,/-]+ ){4}[\d*,/-]+$/, "Five fields of numbers and *.")
  .meta({ examples: ["0 4 * * *"] })
  .default("0 4 * * *");

/** An exact version of three numbers. */
export const exactVersion = z
  .string()
  .regex(/^\d+\.\d+\.\d+$/, "An exact version of three numbers.")
  .meta({ examples: ["1.12.6"] });

/** Retention periods that CloudWatch Logs offers, in days. */
export const logRetentionDays = z.literal([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);
