import { Construct } from "constructs";

/** Id of the one element of its type that a {@link NamedScope} is about. */
export const self = "self";

const mark = Symbol("eks-stack/named-scope");

/**
 * A scope whose id begins the address of everything below it, for what a stack holds several times: `development/stack/deployments`
 * becomes `spacelift_stack.development_deployments`. An element with the id {@link self} is called like its scope.
 */
export class NamedScope extends Construct {
  readonly [mark] = true;

  static is(construct: object): construct is NamedScope {
    return mark in construct;
  }
}
