import { text } from "../../planning/input.ts";
import { providerTables } from "../../planning/tables.ts";
import { isRecord, type Value, type Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import type { Bucket } from "./records.ts";

/** Regions whose website endpoints have a dash before the Region (AWS General Reference, "Amazon S3 endpoints"). */
const dashed: ReadonlySet<string> = new Set([
  ...["ap-northeast-1", "ap-southeast-1", "ap-southeast-2", "eu-west-1", "sa-east-1", "us-east-1"],
  ...["us-gov-west-1", "us-west-1", "us-west-2"],
]);

/** The names under which a bucket is reached, and the hosted zone of its Region. */
export function bucketNames(aws: Aws, { name, region }: Bucket): Values {
  const suffix = dnsSuffix(aws);
  return {
    arn: aws.arn("s3", name, { region: "", account: "" }),
    bucket_domain_name: `${name}.s3.${suffix}`,
    bucket_region: region,
    bucket_regional_domain_name: `${name}.s3.${region}.${suffix}`,
    hosted_zone_id: hostedZoneId(region),
  };
}

/** Domain and endpoint of the bucket's website; empty where it has none. */
export function websiteNames(aws: Aws, { name, region }: Bucket, hasWebsite: boolean): Values {
  if (!hasWebsite) return { website_domain: "", website_endpoint: "" };
  const domain = `s3-website${dashed.has(region) ? "-" : "."}${region}.${dnsSuffix(aws)}`;
  return { website_domain: domain, website_endpoint: `${name}.${domain}` };
}

/** The behaviour table has the zone of each Region where other attributes have a form. */
function hostedZoneId(region: string): string {
  const zones = providerTables("aws").behaviour.resources?.aws_s3_bucket?.computed?.hosted_zone_id as Value | undefined;
  return isRecord(zones) ? text(zones, region) : "";
}

function dnsSuffix({ partition }: Aws): string {
  return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}
