import { Construct } from "constructs";

const mark = Symbol("eks-stack/named-scope");

/**
 * A scope whose id begins the address of everything below it, for what a stack holds several times:
 * `development/stack/infrastructure` becomes `spacelift_stack.development_infrastructure`.
 */
export class NamedScope extends Construct {
  readonly [mark] = true;

  static is(construct: object): construct is NamedScope {
    return mark in construct;
  }
}
