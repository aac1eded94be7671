import type { JsonObject } from "../../simulator/world/json.ts";
import type { World } from "../../simulator/world/world.ts";
import type { StateInstance } from "../state.ts";

/** Tag by which a bucket says that its data outlives the stack that made it. */
const retention = { key: "DataRetention", value: "keep" };

/** Objects of a bucket that are kept on purpose; 0 for an empty bucket and for one without the tag. */
export function keptObjects(world: World, name: string, { tags }: JsonObject): number {
  const isKept =
    typeof tags === "object" &&
    tags !== null &&
    !Array.isArray(tags) &&
    (tags as JsonObject)[retention.key] === retention.value;
  if (!isKept) return 0;
  return world.table<{ readonly bucket: string }>("aws/partition/s3/object").filter(({ bucket }) => bucket === name)
    .length;
}

/**
 * Addresses of buckets in a state whose data is kept, with everything that is set on them: a tear-down gives them back instead of
 * failing at a bucket that is not empty.
 */
export function keptBuckets(world: World, resources: readonly StateInstance[]): readonly StateInstance[] {
  const buckets = world.table<JsonObject>("aws/partition/s3/bucket");
  const kept = new Set(
    resources.flatMap(({ type, id }) => {
      const row = type === "aws_s3_bucket" && id !== null ? buckets.get(id) : undefined;
      return row && id !== null && keptObjects(world, id, row) > 0 ? [id] : [];
    }),
  );
  return resources.filter(({ type, id }) => type.startsWith("aws_s3_bucket") && id !== null && kept.has(id));
}

/** One import block of a configuration. */
export interface Import {
  readonly to: string;
  readonly id: string;
}

/**
 * Buckets of a configuration that an earlier tear-down kept: they are taken back, as somebody would import them for real.
 *
 * @param configuration root module in JSON syntax
 */
export function bucketsToTakeBack(
  world: World,
  configuration: unknown,
  resources: readonly StateInstance[],
): readonly Import[] {
  const declared = (configuration as { resource?: { aws_s3_bucket?: Record<string, { bucket?: unknown }> } }).resource;
  const buckets = world.table<JsonObject>("aws/partition/s3/bucket");
  const held = new Set(resources.map(({ address }) => address));
  return Object.entries(declared?.aws_s3_bucket ?? {}).flatMap(([name, { bucket }]) => {
    const to = `aws_s3_bucket.${name}`;
    const row = typeof bucket === "string" && !held.has(to) ? buckets.get(bucket) : undefined;
    return row && keptObjects(world, String(bucket), row) > 0 ? [{ to, id: String(bucket) }] : [];
  });
}
