import { rule } from "../../rule.ts";

const api = { code: "invalid", http: 200 } as const;

/** Refusals about runs and tasks. */
export const runRules = {
  disabled: rule({
    ...api,
    id: "spacelift/stack-disabled",
    operation: "runTrigger, taskCreate",
    message: (stack: string) => `stack ${stack} is disabled`,
    source: "B:Stacks/Disable Stack",
  }),
  locked: rule({
    ...api,
    id: "spacelift/stack-locked",
    operation: "runTrigger, taskCreate",
    message: (stack: string, owner: string) => `stack ${stack} is locked by ${owner}`,
    source: "D:concepts/stack/creating-a-stack.md",
  }),
  blocked: rule({
    ...api,
    id: "spacelift/stack-blocked",
    operation: "stackDelete",
    message: (stack: string, run: string) =>
      `destruction of stack ${stack} unsuccessful: its destruction run waits for run ${run}, which holds the stack`,
    source: "D:concepts/run/README.md; P:resource_stack_destructor.go",
  }),
  timedOut: rule({
    code: "timeout",
    id: "spacelift/run-timed-out",
    operation: "runTrigger, taskCreate",
    message: (run: string, stack: string) => `run ${run} on stack ${stack} has timed out`,
    source: "P:internal/structs/wait.go",
  }),
};
