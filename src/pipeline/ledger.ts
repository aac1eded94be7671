import type { LedgerRow, World } from "../simulator/world/world.ts";
import type { Leftover } from "./events.ts";

/** Kinds of records that tell what happened or belong to an account by itself; nobody could remove them. */
const history: ReadonlySet<string> = new Set(["run", "run-token", "session", "managed", "setting"]);

/** What stacks made in the world and nobody removed, with the reason where it stays on purpose. */
export function leftoversOf(world: World): Leftover[] {
  return world
    .ledger()
    .filter(({ table }) => !history.has(lastOf(table)))
    .map((row) => ({ kind: kindOf(row.table), id: row.id, stack: row.origin.stack, reason: reasonOf(row) }));
}

/** `aws/631692904429/us-east-1/ec2/vpc` → `ec2/vpc in 631692904429 us-east-1`; `aws/partition/s3/bucket` → `s3/bucket`. */
function kindOf(table: string): string {
  const [service, account, region, ...kind] = table.split("/");
  if (service === "aws" && account === "partition") return [region, ...kind].join("/");
  if (service !== "aws" || kind.length === 0) return table;
  return `${kind.join("/")} in ${account} ${region}`;
}

function reasonOf({ row }: LedgerRow): string | null {
  return typeof row.deletionDate === "string"
    ? `AWS deletes it on ${row.deletionDate.slice(0, 10)}; it costs nothing until then`
    : null;
}

function lastOf(table: string): string {
  return table.slice(table.lastIndexOf("/") + 1);
}
