import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  accountRecords,
  byId,
  contextAttachment,
  contextRecord,
  runRecord,
  stackRecord,
  variableRecord,
} from "../../testing/account-records.ts";
import { eachHook } from "../records/hooks.ts";
import type { AccountRecords } from "./account.ts";
import {
  type ConfigSource,
  effectiveEnvironment,
  effectiveFiles,
  environmentOfPhase,
  expandVariables,
  type RunEnvironment,
} from "./environment.ts";

const run: RunEnvironment = { run: runRecord("run", "app"), apiToken: "token", credentials: {}, inputs: [] };

/** The way in which a value refers to a variable. */
function use(name: string): string {
  return `\${${name}}`;
}

/** A stack `app` with the label `web`, and contexts that it is attached to by number or label. */
function account(changes: Partial<AccountRecords> = {}): AccountRecords {
  return accountRecords({
    stacks: byId(stackRecord("app", { labels: ["web"] })),
    contexts: byId(
      contextRecord("first"),
      contextRecord("second"),
      contextRecord("alpha", { labels: ["autoattach:web"] }),
      contextRecord("beta", { labels: ["autoattach:*"] }),
    ),
    contextAttachments: [contextAttachment("second", "app", 5), contextAttachment("first", "app", 0)],
    ...changes,
  });
}

function environment(records: AccountRecords, changes: Partial<RunEnvironment> = {}): ReadonlyMap<string, string> {
  const variables = effectiveEnvironment(records, "app", { ...run, ...changes });
  return new Map(variables.map(({ name, value }) => [name, value]));
}

function withVariables(...definitions: readonly (readonly [kind: "stack" | "context", id: string, value: string])[]) {
  return account({ variables: definitions.map(([kind, id, value]) => variableRecord(kind, id, "NAME", value)) });
}

describe("of two definitions of a variable", () => {
  test("the stack's wins over a context's", () => {
    expect(environment(withVariables(["context", "first", "context"], ["stack", "app", "stack"])).get("NAME")).toBe(
      "stack",
    );
  });

  test("that of the context with the lower number wins", () => {
    expect(environment(withVariables(["context", "second", "5"], ["context", "first", "0"])).get("NAME")).toBe("0");
  });

  test("that of an attached context wins over that of one attached by its label", () => {
    expect(environment(withVariables(["context", "alpha", "label"], ["context", "second", "5"])).get("NAME")).toBe("5");
  });

  test("that of the alphabetically first wins among contexts attached by their labels", () => {
    expect(environment(withVariables(["context", "beta", "b"], ["context", "alpha", "a"])).get("NAME")).toBe("a");
  });

  test("a dependency's wins over what is stored", () => {
    const inputs = [
      { name: "NAME", value: "output", secret: false, referenceId: "1", stackId: "parent", outputName: "name" },
    ];
    expect(environment(withVariables(["stack", "app", "stack"]), { inputs }).get("NAME")).toBe("output");
  });

  test("the run's own configuration wins over everything", () => {
    const runtimeConfig = {
      environment: [{ key: "NAME", value: "run" }],
      projectRoot: null,
      runnerImage: null,
      hooks: eachHook(() => []),
    };
    const configured = { run: { ...run.run, runtimeConfig } };
    expect(environment(withVariables(["stack", "app", "stack"]), configured).get("NAME")).toBe("run");
  });

  test("an explicit one wins over credentials of an integration", () => {
    const variables = [variableRecord("context", "beta", "AWS_REGION", "eu-west-1")];
    const credentials = { AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "ASIA" };
    const seen = environment(account({ variables }), { credentials });
    expect(seen.get("AWS_REGION")).toBe("eu-west-1");
    expect(seen.get("AWS_ACCESS_KEY_ID")).toBe("ASIA");
  });

  test("an explicit one hides the computed value, which comes back when it goes", () => {
    const name = "TF_VAR_spacelift_stack_id";
    const variables = [variableRecord("stack", "app", name, "mine")];
    expect(environment(account({ variables })).get(name)).toBe("mine");
    expect(environment(account()).get(name)).toBe("app");
  });
});

test("a context that is not attached gives nothing", () => {
  const records = withVariables(["context", "first", "value"]);
  expect(environment({ ...records, contextAttachments: [] }).has("NAME")).toBe(false);
});

test("a label does not attach a context out of the stack's reach", () => {
  const contexts = byId(contextRecord("theirs", { labels: ["autoattach:*"], spaceId: "legacy" }));
  const variables = [variableRecord("context", "theirs", "NAME", "value")];
  expect(environment(account({ contexts, variables })).has("NAME")).toBe(false);
});

test("the definition with the highest rank wins, whatever the others are, and hides them in their order", () => {
  const layers = ["stack app", "context first", "context second", "context alpha", "context beta"] as const;
  fc.assert(
    fc.property(fc.shuffledSubarray([...layers], { minLength: 1 }), (defined) => {
      const records = withVariables(
        ...defined.map((layer) => [...layer.split(" "), layer] as unknown as ["stack" | "context", string, string]),
      );
      const found = effectiveEnvironment(records, "app", run).find(({ name }) => name === "NAME");
      const expected = layers.filter((layer) => defined.includes(layer));
      const id = ({ id }: ConfigSource) => id;
      expect(found?.value).toBe(expected[0]);
      expect(found && [found.source, ...found.hides].map(id)).toEqual(expected.map((layer) => layer.split(" ")[1]));
    }),
  );
});

test("a write-only value reaches the run in the clear and is marked as secret", () => {
  const variable = { ...variableRecord("stack", "app", "PASSWORD", "sealed"), writeOnly: true };
  const records = account({ variables: [variable], reveal: (sealed) => `opened ${sealed}` });
  const found = effectiveEnvironment(records, "app", run).find(({ name }) => name === "PASSWORD");
  expect(found).toMatchObject({ value: "opened sealed", secret: true });
});

describe("a phase", () => {
  const phases = ["init", "plan", "apply", "perform", "destroy"] as const;

  function phasesWith(records: AccountRecords, value: string): readonly string[] {
    const variables = effectiveEnvironment(records, "app", run);
    return phases.filter((phase) => environmentOfPhase(variables, phase).NAME === value);
  }

  test("sees a variable with ro_ unless it applies, under the name without the prefix", () => {
    const variables = [variableRecord("stack", "app", "ro_NAME", "read")];
    expect(phasesWith(account({ variables }), "read")).toEqual(["init", "plan", "perform", "destroy"]);
  });

  test("sees a variable with wo_ only when it applies", () => {
    const variables = [variableRecord("stack", "app", "wo_NAME", "write")];
    expect(phasesWith(account({ variables }), "write")).toEqual(["apply"]);
  });

  test("sees the particular value of a context but not when the stack has one for all phases", () => {
    const particular = variableRecord("context", "first", "wo_NAME", "write");
    const general = variableRecord("stack", "app", "NAME", "all");
    expect(phasesWith(account({ variables: [particular] }), "write")).toEqual(["apply"]);
    expect(phasesWith(account({ variables: [particular, general] }), "all")).toEqual(phases);
  });

  test("sees a name in braces replaced by the value of another source", () => {
    const variables = [
      variableRecord("stack", "app", "GREETING", `Hello ${use("NAME")}`),
      variableRecord("context", "beta", "NAME", "world"),
    ];
    const seen = environmentOfPhase(effectiveEnvironment(account({ variables }), "app", run), "plan");
    expect(seen.GREETING).toBe("Hello world");
  });
});

describe("expansion", () => {
  test("leaves a name that nobody defines as it is written", () => {
    const values = { PATH: `${use("HOME")}/bin` };
    expect(expandVariables(values)).toEqual(values);
  });

  test("ends at a name that leads back to itself", () => {
    const values = { A: `a${use("B")}`, B: `b${use("A")}` };
    expect(expandVariables(values)).toEqual({ A: `ab${use("A")}`, B: `ba${use("B")}` });
  });

  test("leaves nothing to expand where no name leads back to itself", () => {
    const names = ["A", "B", "C", "D"];
    const values = fc.tuple(...names.map((_, index) => fc.subarray(names.slice(index + 1))));
    fc.assert(
      fc.property(values, (uses) => {
        const defined = names.map((name, index) => [name, [name, ...(uses[index] ?? []).map(use)].join("")] as const);
        expect(Object.values(expandVariables(Object.fromEntries(defined))).join("")).not.toContain("$");
      }),
    );
  });
});

test("every run knows its account, stack, space, commit and workspace", () => {
  const stack = stackRecord("app", { labels: ["web", "team"], projectRoot: "infra", branch: "main" });
  const seen = environment(account({ stacks: byId(stack) }), { run: { ...run.run, commit: "abc" } });
  expect(Object.fromEntries(seen)).toMatchObject({
    SPACELIFT_API_TOKEN: "token",
    TF_VAR_spacelift_account_name: "acme",
    TF_VAR_spacelift_commit_branch: "main",
    TF_VAR_spacelift_commit_sha: "abc",
    TF_VAR_spacelift_local_preview: "false",
    TF_VAR_spacelift_project_root: "infra",
    TF_VAR_spacelift_repository: "acme/infrastructure",
    TF_VAR_spacelift_run_id: "run",
    TF_VAR_spacelift_run_type: "TRACKED",
    TF_VAR_spacelift_space_id: "root",
    TF_VAR_spacelift_stack_labels: "web,team",
    TF_VAR_spacelift_stack_labels_list: '["web","team"]',
    TF_VAR_spacelift_workspace_root: "/mnt/workspace",
  });
  expect(seen.has("TF_VAR_spacelift_final_run_state")).toBe(false);
});

test("a stack that is not there has no environment", () => {
  expect(effectiveEnvironment(account(), "other", run)).toEqual([]);
});

test("mounted files are ranked as variables are", () => {
  const file = (ownerKind: "stack" | "context", ownerId: string, path: string, text: string) => ({
    ...variableRecord(ownerKind, ownerId, path, text),
    path,
    content: Buffer.from(text).toString("base64"),
  });
  const files = [
    file("context", "first", "shared.json", "context"),
    file("stack", "app", "shared.json", "stack"),
    file("context", "alpha", "other.json", "label"),
  ];
  const found = effectiveFiles(account({ files }), "app");
  expect(found.map(({ path, content }) => [path, content.toString()])).toEqual([
    ["other.json", "label"],
    ["shared.json", "stack"],
  ]);
});
