import { PlatformStack, type ProviderName, type RootModule, type RootModuleValue } from "../platform-stack.ts";

/** Arguments of one block. */
export type Body = Readonly<Record<string, RootModuleValue | undefined>>;

/** A synthesised root module, seen by a test. */
export class Synthesised {
  readonly module: RootModule;

  constructor(stack: PlatformStack) {
    this.module = stack.toTerraform();
  }

  /** Resources of a type by name; none of a type that the module does not have. */
  resources(type: string): Readonly<Record<string, Body>> {
    return record(record(this.module.resource)[type]) as Readonly<Record<string, Body>>;
  }

  /** The resource at an address such as `aws_vpc.vpc`. */
  resource(address: string): Body {
    const [type = "", name = ""] = address.split(".");
    const body = this.resources(type)[name];
    if (!body) throw new RangeError(`there is no ${address}, but ${this.addresses().join(", ")}`);
    return body;
  }

  /** Every resource with its address, sorted. */
  all(): readonly (readonly [address: string, body: Body])[] {
    return Object.entries(record(this.module.resource))
      .flatMap(([type, byName]) =>
        Object.entries(record(byName)).map(([name, body]) => [`${type}.${name}`, record(body)] as const),
      )
      .sort(([one], [other]) => (one < other ? -1 : 1));
  }

  addresses(): readonly string[] {
    return this.all().map(([address]) => address);
  }

  /** Blocks of another kind than resources, for example `output`. */
  blocks(kind: "output" | "variable" | "data"): Readonly<Record<string, Body>> {
    return record(this.module[kind]) as Readonly<Record<string, Body>>;
  }
}

/** Synthesises what a test puts into an otherwise empty stack. */
export function synthesise(
  build: (stack: PlatformStack) => void,
  providers: readonly ProviderName[] = ["aws"],
): Synthesised {
  const stack = new PlatformStack("test", { providers });
  build(stack);
  return new Synthesised(stack);
}

/** An object of the module; an empty one for anything else. */
export function record(value: RootModuleValue | undefined): Body {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

/** A policy document that an argument holds as text, with the expressions in it as the engine sees them. */
export function policyOf(value: RootModuleValue | undefined): {
  readonly Statement: readonly { readonly [key: string]: unknown }[];
} {
  return JSON.parse(String(value).replace(/\$\{[^}]*\}/g, (expression) => JSON.stringify(expression).slice(1, -1)));
}
