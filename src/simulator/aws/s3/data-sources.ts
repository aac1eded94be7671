import { ProviderError } from "../../planning/diagnostics.ts";
import type { DataSource } from "../../planning/resource-type.ts";
import type { Aws } from "../client.ts";
import { text } from "../input.ts";
import { callWithout } from "./calls.ts";
import { bucketNames, websiteNames } from "./endpoints.ts";

/** `aws_s3_bucket`. */
export const bucketData: DataSource<Aws> = {
  type: "aws_s3_bucket",
  read({ client }, config) {
    const name = text(config, "bucket");
    const bucket = callWithout(client, "HeadBucket", { bucket: name }, (found) => found);
    if (!bucket) throw new ProviderError(`reading S3 Bucket (${name}): couldn't find resource`);
    callWithout(client, "GetBucketWebsite", { bucket: name }, () => undefined);
    return { id: name, ...bucketNames(client, bucket), ...websiteNames(client, bucket, bucket.website !== null) };
  },
};
