import { rule } from "../../rule.ts";

const api = { code: "invalid", http: 200 } as const;
const missing = { code: "not_found", http: 200 } as const;

/** Refusals about stack dependencies and the outputs they pass on. */
export const dependencyRules = {
  stackNotFound: rule({
    ...missing,
    id: "spacelift/dependency-stack-not-found",
    operation: "stackDependencyCreate",
    message: (stack: string) => `dependency stack ${stack} not found: stack ${stack} not found`,
    source: "S:2798976006 (the answer to a stack that is missing or that the caller may not read)",
  }),
  cycle: rule({
    ...api,
    id: "spacelift/dependency-cycle",
    operation: "stackDependencyCreate",
    message: (stack: string, dependsOn: string) =>
      `stack ${stack} cannot depend on ${dependsOn}: the dependencies would form a cycle`,
    source: "D:concepts/stack/stack-dependencies.md (directed acyclic; text not public)",
  }),
  exists: rule({
    ...api,
    id: "spacelift/dependency-exists",
    operation: "stackDependencyCreate",
    message: (stack: string, dependsOn: string) => `stack ${stack} already depends on ${dependsOn}`,
    source: "P:resource_stack_dependency.go (a pair of stacks names one dependency)",
  }),
  notFound: rule({
    ...missing,
    id: "spacelift/dependency-not-found",
    operation: "stackDependencyDelete, stackDependenciesAddReference",
    message: (dependency: string) => `stack dependency ${dependency} not found`,
    source: "P:resource_stack_dependency_reference.go",
  }),
  inputName: rule({
    ...api,
    id: "spacelift/dependency-input-name",
    operation: "stackDependenciesAddReference, stackDependenciesUpdateReference",
    message: (name: string) => `invalid input name "${name}": it must be the name of an environment variable`,
    source: "D:concepts/stack/stack-dependencies.md; POSIX environment variable names",
  }),
  inputTaken: rule({
    ...api,
    id: "spacelift/dependency-input-taken",
    operation: "stackDependenciesAddReference, stackDependenciesUpdateReference",
    message: (name: string) => `the dependency already has a reference for the input ${name}`,
    source: "P:resource_stack_dependency_reference.go (an input name names one reference of a dependency)",
  }),
};
