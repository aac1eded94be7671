import type { Values } from "../planning/values.ts";
import type { Table } from "../world/table.ts";
import type { World } from "../world/world.ts";

/** One tenant, keyed by its domain. */
export interface Tenant {
  readonly domain: string;
  readonly createdAt: string;
}

/** An application: a program that asks for tokens, keyed by its client id. */
export interface Client {
  readonly id: string;
  readonly name: string;
  readonly appType: string;
  /** What the configuration says of it, under the names of `auth0_client`. */
  readonly settings: Values;
  /** How it proves who it is; null until somebody said so. */
  readonly authenticationMethod: string | null;
  /** Sealed. */
  readonly secret: string;
  /** True for the one by which the tenant itself is managed; made by hand. */
  readonly managesTenant: boolean;
}

/** An API, keyed by its id. */
export interface ResourceServer {
  readonly id: string;
  readonly identifier: string;
  /** What the configuration says of it, under the names of `auth0_resource_server`. */
  readonly settings: Values;
  readonly scopes: readonly { readonly name: string; readonly description: string }[];
  /** True for the Management API of the tenant. */
  readonly isSystem: boolean;
}

/** What a client may ask of an API, keyed by its id. */
export interface ClientGrant {
  readonly id: string;
  readonly clientId: string;
  readonly audience: string;
  readonly scopes: readonly string[];
  readonly subjectType: string;
}

/** The records of one tenant, by kind. */
export const auth0Tables = {
  tenants: (world: World): Table<Tenant> => world.table("auth0/tenant"),
  clients: (world: World, domain: string): Table<Client> => world.table(`auth0/${domain}/client`),
  resourceServers: (world: World, domain: string): Table<ResourceServer> =>
    world.table(`auth0/${domain}/resource-server`),
  clientGrants: (world: World, domain: string): Table<ClientGrant> => world.table(`auth0/${domain}/client-grant`),
} as const;
