import { beforeEach, describe, expect, test } from "vitest";
import type { Role } from "../../src/simulator/aws/iam/records.ts";
import type { Table } from "../../src/simulator/world/table.ts";
import { applied, type Ended, planned, succeed, type Workspace } from "./workspace.ts";

const role = (name: string, more = ""): string => `
resource "aws_iam_role" "${name}" {
  name               = "${name}"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  ${more}
}`;

let workspace: Workspace;

beforeEach(async () => {
  workspace = await applied(role("reader", 'description = "reads"') + role("writer"));
});

/** The roles as the cloud keeps them. */
function roles(): Table<Role> {
  return workspace.world.table<Role>("aws/123456789012/global/iam/role");
}

/** Changes a role behind the engine's back. */
function change(name: string, change: Partial<Role>): void {
  const found = roles().get(name);
  if (found) roles().put(name, { ...found, ...change });
}

function drifted({ events }: Ended): string[] {
  return events.flatMap((event) =>
    event.type === "resource_drift" ? [`${event.change.action} ${event.change.resource.addr}`] : [],
  );
}

test("an unchanged configuration over an unchanged world plans nothing", async () => {
  const plan = succeed(await workspace.plan());
  expect(planned(plan)).toEqual([]);
  expect(drifted(plan)).toEqual([]);
});

describe("a change behind the engine's back", () => {
  test("is shown by the refresh and taken back by the plan", async () => {
    change("reader", { description: "writes as well", maxSessionDuration: 7200 });
    const plan = succeed(await workspace.plan());
    expect(drifted(plan)).toEqual(["update aws_iam_role.reader"]);
    expect(planned(plan)).toEqual(["update aws_iam_role.reader"]);
    succeed(await workspace.apply());
    expect(roles().get("reader")).toMatchObject({ description: "reads", maxSessionDuration: 3600 });
  });

  test("is only written down by a refresh alone", async () => {
    change("reader", { description: "writes as well" });
    succeed(await workspace.apply(undefined, "-refresh-only"));
    expect(workspace.object("aws_iam_role.reader").description).toBe("writes as well");
    expect(roles().get("reader")?.description).toBe("writes as well");
  });

  test("goes unseen without a refresh", async () => {
    change("reader", { description: "writes as well" });
    expect(planned(succeed(await workspace.plan("-refresh=false")))).toEqual([]);
  });

  test("is left alone where the configuration says so", async () => {
    change("reader", { description: "writes as well" });
    workspace.configure(role("reader", "lifecycle { ignore_changes = [description] }") + role("writer"));
    expect(planned(succeed(await workspace.plan()))).toEqual([]);
  });
});

test("an object that is gone is planned again, and the others are not touched", async () => {
  roles().delete("reader");
  const plan = succeed(await workspace.plan());
  expect(drifted(plan)).toEqual(["delete aws_iam_role.reader"]);
  expect(planned(plan)).toEqual(["create aws_iam_role.reader"]);
});

test("an object that is gone before its destruction is no error", async () => {
  roles().delete("reader");
  succeed(await workspace.run("destroy", "-auto-approve", "-json"));
  expect([...roles().keys()]).not.toContain("writer");
});
