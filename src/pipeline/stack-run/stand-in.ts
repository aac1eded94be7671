import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { World } from "../../simulator/world/world.ts";
import { awsStandIn } from "./aws-stand-in.ts";
import type { Workspace } from "./workspace.ts";

/** What the `aws` stand-in knows of a cluster. */
interface StandInCluster {
  readonly name: string;
  readonly region: string;
  readonly arn: string;
  readonly endpoint: string;
  readonly certificateAuthority: string;
}

/**
 * Puts a small `aws` on the hooks' search path: it knows the clusters of the run's account and answers as the real tool does, but
 * reaches nothing.
 */
export function standInFolder(
  world: World,
  workspace: Workspace,
  account: string | null,
  callerPath: string,
): Readonly<Record<string, string>> {
  const folder = join(workspace.folder, "bin");
  mkdirSync(folder, { recursive: true });
  const clusters = join(workspace.folder, "clusters.json");
  writeFileSync(clusters, JSON.stringify(account === null ? [] : clustersOf(world, account)));
  const script = join(folder, "aws.mjs");
  writeFileSync(script, awsStandIn);
  const executable = join(folder, "aws");
  writeFileSync(executable, `#!/bin/sh\nexec "${process.execPath}" "${script}" "${clusters}" "$@"\n`);
  chmodSync(executable, 0o755);
  return { PATH: [folder, callerPath].join(delimiter) };
}

function clustersOf(world: World, account: string): StandInCluster[] {
  return world
    .tableNames(`aws/${account}/`)
    .filter((table) => table.endsWith("/eks/cluster"))
    .flatMap((table) =>
      world
        .table<Omit<StandInCluster, "region">>(table)
        .rows()
        .map((row) => ({ ...row, region: table.split("/")[2] ?? "" })),
    )
    .map(({ name, region, arn, endpoint, certificateAuthority }) => ({
      name,
      region,
      arn,
      endpoint,
      certificateAuthority,
    }));
}
