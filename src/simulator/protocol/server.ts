import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AnyProvider } from "../planning/provider.ts";
import { type Listener, listen, type Methods, type UnaryMethod } from "./grpc.ts";
import { handlersOf } from "./handlers.ts";
import { type Method, messagesOf, messageType } from "./messages.ts";
import { schemaMessage } from "./schema-message.ts";

/** Providers that listen for engines, until they are closed. */
export interface AttachedProviders {
  /** Value of `TF_REATTACH_PROVIDERS`. */
  readonly reattach: string;
  close(): Promise<void>;
}

/** A provider and the registry addresses, without host, under which configurations name it. */
export interface AttachableProvider {
  readonly provider: AnyProvider;
  readonly sources: readonly string[];
}

/** OpenTofu looks providers up under its own registry, Terraform under the other. */
const registries = ["registry.opentofu.org", "registry.terraform.io"];

/** Serves each provider on a socket of its own. */
export async function attachProviders(providers: readonly AttachableProvider[]): Promise<AttachedProviders> {
  const folder = mkdtempSync(join(tmpdir(), "es-"));
  const listeners: Listener[] = [];
  const entries: (readonly [string, object])[] = [];
  for (const [index, { provider, sources }] of providers.entries()) {
    const socket = join(folder, String(index));
    // The engine connects once for every provider block, where it would start a process: each connection gets a provider of its
    // own, so that aliases do not reconfigure each other.
    listeners.push(await listen(socket, () => methodsOf(provider.another())));
    const attachment = {
      Protocol: "grpc",
      ProtocolVersion: 6,
      Pid: process.pid,
      Test: true,
      Addr: { Network: "unix", String: socket },
    };
    for (const source of sources)
      for (const registry of registries) entries.push([`${registry}/${source}`, attachment]);
  }
  return {
    reattach: JSON.stringify(Object.fromEntries(entries)),
    async close() {
      for (const listener of listeners) listener.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The methods of a provider, each with the messages that it takes and gives. */
function methodsOf(provider: AnyProvider): Methods {
  const handlers = handlersOf(provider);
  const names = Object.keys(handlers) as (keyof typeof handlers)[];
  return new Map<string, UnaryMethod>([
    [pathOf("GetProviderSchema"), () => schemaBytes(provider)],
    ...names.map((name): [string, UnaryMethod] => {
      const { request, response } = messagesOf(name);
      return [pathOf(name), (bytes) => response.encode(handlers[name](request.decode(bytes)))];
    }),
  ]);
}

function pathOf(method: Method): string {
  return `/tfplugin6.Provider/${method}`;
}

const encodedSchemas = new Map<string, Buffer>();

/** The whole schema of a provider, encoded once per process. */
function schemaBytes(provider: AnyProvider): Buffer {
  const known = encodedSchemas.get(provider.name);
  if (known) return known;
  const bytes = messageType("GetProviderSchemaResponse").encode(schemaMessage(provider.schema, provider.functions));
  encodedSchemas.set(provider.name, bytes);
  return bytes;
}
