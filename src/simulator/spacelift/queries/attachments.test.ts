import { describe, expect, test } from "vitest";
import {
  accountRecords,
  byId,
  contextAttachment,
  contextRecord,
  spaceRecord,
  stackRecord,
} from "../../testing/account-records.ts";
import type { AwsIntegration } from "../records/integration.ts";
import type { Policy } from "../records/policy.ts";
import type { AccountRecords } from "./account.ts";
import { accessOf, awsIntegrationOf, contextsOf, externalIdOf, policiesOf } from "./attachments.ts";

const spaces = byId(
  spaceRecord("root", { parentSpaceId: null, inheritEntities: false }),
  spaceRecord("team"),
  spaceRecord("project", { parentSpaceId: "team" }),
  spaceRecord("island", { inheritEntities: false }),
);

function account(changes: Partial<AccountRecords>): AccountRecords {
  return accountRecords({
    spaces,
    stacks: byId(stackRecord("app", { spaceId: "project", labels: ["web"] })),
    ...changes,
  });
}

function policy(id: string, changes: Partial<Policy> = {}): Policy {
  return {
    id,
    name: id,
    description: null,
    type: "PLAN",
    body: "",
    engine: "REGO_V1",
    spaceId: "root",
    labels: [],
    ...changes,
  };
}

function integration(id: string, changes: Partial<AwsIntegration> = {}): AwsIntegration {
  return {
    id,
    name: id,
    roleArn: `arn:aws:iam::123456789012:role/${id}`,
    durationSeconds: 900,
    generateCredentialsInWorker: false,
    externalId: null,
    region: null,
    labels: [],
    spaceId: "root",
    autoattachEnabled: false,
    tagAssumeRole: false,
    ...changes,
  };
}

describe("a label attaches a context", () => {
  function attached(spaceId: string, label: string, stackSpace = "project"): boolean {
    const stacks = byId(stackRecord("app", { spaceId: stackSpace, labels: ["web"] }));
    const contexts = byId(contextRecord("shared", { spaceId, labels: [label] }));
    return contextsOf(account({ stacks, contexts }), "app").length === 1;
  }

  test("of the stack's own space", () => expect(attached("project", "autoattach:web")).toBe(true));
  test("of a space above that every link inherits from", () => expect(attached("root", "autoattach:web")).toBe(true));
  test("of every stack when it is the asterisk", () => expect(attached("team", "autoattach:*")).toBe(true));
  test("but not for a label that the stack does not bear", () =>
    expect(attached("team", "autoattach:api")).toBe(false));
  test("but not when it bears the stack's label bare", () => expect(attached("team", "web")).toBe(false));
  test("but not of a space below", () => expect(attached("project", "autoattach:*", "team")).toBe(false));
  test("but not of a space beside", () => expect(attached("island", "autoattach:*")).toBe(false));
  test("but not across a link that does not inherit", () => {
    expect(attached("root", "autoattach:*", "island")).toBe(false);
  });
});

test("a context that is attached and bears a fitting label counts once, with its number", () => {
  const contexts = byId(contextRecord("shared", { labels: ["autoattach:*"] }));
  const contextAttachments = [contextAttachment("shared", "app", 3)];
  expect(contextsOf(account({ contexts, contextAttachments }), "app").map(({ priority }) => priority)).toEqual([3]);
});

test("contexts of one number are ranked by name", () => {
  const contexts = byId(contextRecord("b"), contextRecord("a"));
  const contextAttachments = [contextAttachment("b", "app"), contextAttachment("a", "app")];
  const found = contextsOf(account({ contexts, contextAttachments }), "app");
  expect(found.map(({ context }) => context.id)).toEqual(["a", "b"]);
});

describe("a policy applies", () => {
  function reasons(...policies: readonly Policy[]): string[] {
    const policyAttachments = [
      { id: "1", policyId: "attached", projectKind: "stack", projectId: "app" } as const,
      { id: "2", policyId: "elsewhere", projectKind: "stack", projectId: "other" } as const,
    ];
    return policiesOf(account({ policies: byId(...policies), policyAttachments }), "app").map(
      ({ policy, by }) => `${policy.id} by ${by}`,
    );
  }

  test("when it is attached to the project, not to another", () => {
    expect(reasons(policy("attached"), policy("elsewhere"))).toEqual(["attached by attachment"]);
  });

  test("when its label names the project's", () => {
    expect(reasons(policy("labelled", { labels: ["autoattach:web"] }))).toEqual(["labelled by label"]);
  });

  test("by its space alone when it is about notifications", () => {
    const here = policy("here", { type: "NOTIFICATION", spaceId: "team" });
    const there = policy("there", { type: "NOTIFICATION", spaceId: "island" });
    expect(reasons(here, there)).toEqual(["here by space"]);
  });

  test("never to a project when it is about logging in", () => {
    expect(reasons(policy("login", { type: "LOGIN", labels: ["autoattach:*"] }))).toEqual([]);
  });

  test("only when it is of the type that is asked for", () => {
    const policies = byId(
      policy("plan", { labels: ["autoattach:*"] }),
      policy("approval", { type: "APPROVAL", labels: ["autoattach:*"] }),
    );
    expect(policiesOf(account({ policies }), "app", "APPROVAL").map(({ policy: { id } }) => id)).toEqual(["approval"]);
  });
});

describe("credentials come from", () => {
  const attachment = (integrationId: string, access: { read: boolean; write: boolean }) =>
    ({ id: integrationId, integrationId, projectKind: "stack", projectId: "app", ...access }) as const;

  test("the attachment for reading while a run plans, and from the one for writing while it applies", () => {
    const records = account({
      awsIntegrations: byId(integration("plan"), integration("apply")),
      awsAttachments: [
        attachment("plan", { read: true, write: false }),
        attachment("apply", { read: false, write: true }),
      ],
    });
    const phases = ["init", "plan", "apply", "perform", "destroy"] as const;
    expect(phases.map((phase) => awsIntegrationOf(records, "app", accessOf(phase))?.id)).toEqual([
      "plan",
      "plan",
      "apply",
      "apply",
      "apply",
    ]);
  });

  test("an integration whose label fits only when its switch is on", () => {
    const on = integration("on", { labels: ["autoattach:web"], autoattachEnabled: true });
    const off = integration("off", { labels: ["autoattach:web"] });
    expect(awsIntegrationOf(account({ awsIntegrations: byId(off, on) }), "app", "write")?.id).toBe("on");
    expect(awsIntegrationOf(account({ awsIntegrations: byId(off) }), "app", "write")).toBeUndefined();
  });

  test("nowhere when nothing is attached for what the run does", () => {
    const awsIntegrations = byId(integration("plan"));
    const awsAttachments = [attachment("plan", { read: true, write: false })];
    expect(awsIntegrationOf(account({ awsIntegrations, awsAttachments }), "app", "write")).toBeUndefined();
  });
});

test("an external id names account, integration, project and access", () => {
  expect(externalIdOf("acme", "01ARZ", "app", "read")).toBe("acme@01ARZ@app@read");
});
