import { DefaultTokenResolver, StringConcat, TerraformElement, TerraformStack, Tokenization } from "cdktn";
import { type Node, RootConstruct } from "constructs";
import { minimumEngine, providers } from "../configuration/versions.ts";
import { EksStackError, exitCodes } from "../errors.ts";
import { NamedScope, self } from "../modules/named-scope.ts";

export type ProviderName = keyof typeof providers;

/** A root module in JSON syntax. */
export type RootModule = { [key: string]: RootModuleValue };
export type RootModuleValue = string | number | boolean | null | RootModuleValue[] | { [key: string]: RootModuleValue };

const resolver = new DefaultTokenResolver(new StringConcat());

/**
 * A stack of the platform: readable addresses without hashes, exact provider versions, no backend (Spacelift keeps the state).
 *
 * An address is the type and the last part of the construct path, `network/subnet/workers-us-east-1a` becomes
 * `aws_subnet.workers_us_east_1a`; every {@link NamedScope} above puts its own id before it, and is the name of its `self`.
 */
export class PlatformStack extends TerraformStack {
  readonly #providers: readonly ProviderName[];
  readonly #pathByAddress = new Map<string, string>();

  constructor(id: string, props: { readonly providers: readonly ProviderName[] }) {
    super(new RootConstruct(), id);
    this.#providers = props.providers;
  }

  /** The whole stack as a root module: one pass over the elements, nothing written, no comments. */
  override toTerraform(): RootModule {
    const module: RootModule = {
      terraform: {
        required_version: minimumEngine,
        required_providers: Object.fromEntries(this.#providers.map((name) => [name, { ...providers[name] }])),
      },
    };
    for (const element of this.node.findAll()) {
      if (element === this || !TerraformElement.isTerraformElement(element)) continue;
      const { terraform: _declaredAbove, ...fragment } = element.toTerraform();
      removeComments(fragment);
      merge(module, Tokenization.resolve(fragment, { scope: this, resolver, preparing: false }));
    }
    return module;
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    const scopes = node.scopes
      .slice(1, -1)
      .filter(NamedScope.is)
      .map((scope) => scope.node.id);
    const parts = node.id === self && scopes.length > 0 ? scopes : [...scopes, node.id];
    const name = parts.map(identifier).join("_");
    this.#claim(`${kindOf(element)}.${name}`, node.path);
    return name;
  }

  #claim(address: string, path: string): void {
    const other = this.#pathByAddress.get(address);
    if (other !== undefined && other !== path) throw collision(address, other, path);
    this.#pathByAddress.set(address, path);
  }
}

/** What stands before the name in an address; elements of different kinds never collide. */
function kindOf(element: TerraformElement | Node): string {
  const type = "terraformResourceType" in element ? String(element.terraformResourceType) : "";
  return `${element.constructor.name}.${type}`;
}

/** Letters, digits and underscores, not beginning with a digit. */
function identifier(id: string): string {
  return id.replace(/[^A-Za-z0-9_]/g, "_").replace(/^(?=\d)/, "_");
}

function collision(address: string, one: string, other: string): EksStackError {
  return new EksStackError(
    {
      code: "ES0201",
      at: other.split("/"),
      problem: `Two constructs would have the address ${address.replace(/^\w+\./, "")}: ${one} and ${other}.`,
      hint: "Give one of them another id, or put it into a NamedScope.",
    },
    exitCodes.internal,
  );
}

/** Drops the generator's notes at the resources: they hold construct paths and nothing that the engine reads. */
function removeComments(fragment: Record<string, unknown>): void {
  for (const byType of Object.values(fragment)) {
    for (const byName of Object.values(byType ?? {})) {
      for (const body of Object.values(byName ?? {})) {
        if (typeof body === "object" && body !== null) delete (body as Record<string, unknown>)["//"];
      }
    }
  }
}

/** Adds a fragment: objects are merged, lists are joined. */
function merge(target: RootModule, fragment: RootModule): void {
  for (const [key, value] of Object.entries(fragment)) {
    const present = target[key];
    if (Array.isArray(present) && Array.isArray(value)) present.push(...value);
    else if (isObject(present) && isObject(value)) merge(present, value);
    else target[key] = value;
  }
}

function isObject(value: RootModuleValue | undefined): value is RootModule {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
