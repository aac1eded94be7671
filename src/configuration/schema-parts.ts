import { z } from "zod";

/** Twelve digits. */
export const accountId = z.string().regex(/^\d{12}$/, "An AWS account id has twelve digits.");

/** An IPv4 network; host bits are checked with the other networks. */
export const cidr = z.string().regex(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/, "Write a network as 10.0.0.0/16.");

/** A name people read, in the Spacelift interface. */
export const displayName = z.string().min(1, "Give it a name.").max(100, "At most 100 characters.");

export const emailAddress = z.email("This is no e-mail address.");

/** A DNS name with at least two labels. */
export const hostName = z
  .string()
  .regex(
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
    "Write a host name in lower case, such as dev.example.org.",
  );

/** `us-east-1`. */
export const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "Write a Region such as us-east-1.");
