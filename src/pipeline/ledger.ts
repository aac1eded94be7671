import type { JsonObject } from "../simulator/world/json.ts";
import type { LedgerRow, World } from "../simulator/world/world.ts";
import { leftoverCost } from "./cost/leftover-cost.ts";
import type { Leftover } from "./events.ts";
import { keptObjects } from "./stack-run/kept-buckets.ts";

/** Kinds of records that tell what happened or belong to an account by itself; nobody could remove them. */
const history: ReadonlySet<string> = new Set(["connection", "run", "run-token", "session", "managed", "setting"]);

/** What stacks made in the world and nobody removed, with the reason where it stays on purpose, and what it costs. */
export function leftoversOf(world: World): Leftover[] {
  return world
    .ledger()
    .filter(({ table }) => !history.has(lastOf(table)) && !isInside(table))
    .map((row) => {
      const kind = kindOf(row.table);
      const reason = reasonOf(world, row);
      return {
        kind,
        id: row.id,
        stack: row.origin.stack,
        reason,
        monthlyCost: leftoverCost(lastTwo(row.table), row.row),
      };
    });
}

/** What is inside of something that is listed itself, and DNS records, which people keep outside of the platform. */
function isInside(table: string): boolean {
  return table.startsWith("kubernetes/") || table.endsWith("/s3/object") || table.startsWith("dns/");
}

/** `aws/631692904429/us-east-1/ec2/vpc` → `ec2/vpc in 631692904429 us-east-1`; `aws/partition/s3/bucket` → `s3/bucket`. */
function kindOf(table: string): string {
  const [service, account, region, ...kind] = table.split("/");
  if (service === "aws" && account === "partition") return [region, ...kind].join("/");
  if (service !== "aws" || kind.length === 0) return table;
  return `${kind.join("/")} in ${account} ${region}`;
}

function reasonOf(world: World, { table, id, row }: LedgerRow): string | null {
  if (typeof row.deletionDate === "string") {
    return `AWS deletes it on ${row.deletionDate.slice(0, 10)}; it costs nothing until then`;
  }
  if (lastTwo(table) !== "s3/bucket") return null;
  const objects = keptObjects(world, id, row as JsonObject);
  return objects === 0 ? null : `it holds ${objects} objects, and its tag DataRetention says that they are kept`;
}

function lastOf(table: string): string {
  return table.slice(table.lastIndexOf("/") + 1);
}

/** Service and kind of a table, for example `ec2/volume`. */
function lastTwo(table: string): string {
  return table.split("/").slice(-2).join("/");
}
