import { z } from "zod";
import { emailAddress } from "./schema-parts.ts";

/** What runs in the cluster of an environment. */
export const applicationsSchema = z.strictObject({
  /** Scans of images and settings, and the page that shows them. */
  security: z.strictObject({ enabled: z.boolean().default(true) }).prefault({}),
  /** Airflow and its database. */
  airflow: z
    .strictObject({
      enabled: z.boolean().default(true),
      /** Tag or commit of the repository of workflows: never a branch, which changes by itself. */
      dags: z
        .string()
        .regex(/^(v?\d[\w.+-]*|[0-9a-f]{40})$/, "A tag of a version, or a commit of 40 hex digits.")
        .meta({ examples: ["a97f1f438a445260572da26653be2fb8bdbe1450"] })
        .default("a97f1f438a445260572da26653be2fb8bdbe1450"),
      /** Raise it when the database is made anew: it archives into a folder of its own, and refuses that of an earlier one. */
      databaseGeneration: z.int().positive().default(1),
    })
    .prefault({}),
  /** Traces, metrics and logs of applications. */
  signoz: z
    .strictObject({
      enabled: z.boolean().default(true),
      /** Sender of alerts, one that `mail` knows; no mail is sent when left out. */
      alertSender: emailAddress.optional(),
      /** Raised when other SMTP credentials were stored. */
      smtpRevision: z.number().int().min(1).default(1),
    })
    .prefault({}),
  /** A page that shows what Flux does. */
  capacitor: z.strictObject({ enabled: z.boolean().default(true) }).prefault({}),
});
