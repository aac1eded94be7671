import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import { blocks, texts } from "../input.ts";
import { configurationRules as rules } from "./configuration-rules.ts";
import type { Bucket } from "./records.ts";
import { settingType } from "./setting-type.ts";

/** `aws_s3_bucket_cors_configuration`. */
export const corsConfiguration = settingType({
  type: "aws_s3_bucket_cors_configuration",
  label: "S3 Bucket CORS Configuration",
  get: "GetBucketCors",
  put: "PutBucketCors",
  remove: { operation: "DeleteBucketCors", left: { cors: null } },
  change: (_aws, _bucket, input) => corsChange(blocks(input, "cors_rule")),
  show: (_aws, { cors }) => cors && { cors_rule: cors },
});

/** The CORS rules that S3 takes. */
export function corsChange(corsRules: readonly Values[]): Pick<Bucket, "cors"> {
  for (const rule of corsRules) {
    const method = texts(rule.allowed_methods).find((name) => !methods.has(name));
    refuseIf(
      method !== undefined,
      rules.cors,
      `Found unsupported HTTP method in CORS config. Unsupported method is ${method}`,
    );
    const origin = texts(rule.allowed_origins).find((name) => name.split("*").length > 2);
    refuseIf(origin !== undefined, rules.cors, `AllowedOrigin "${origin}" can not have more than one wildcard.`);
    const header = texts(rule.expose_headers).find((name) => name.includes("*"));
    refuseUnless(
      header === undefined,
      rules.cors,
      `ExposeHeader "${header}" contains wildcard. We currently do not support wildcard for ExposeHeader.`,
    );
  }
  return { cors: corsRules };
}

const methods: ReadonlySet<string> = new Set(["GET", "PUT", "HEAD", "POST", "DELETE"]);
