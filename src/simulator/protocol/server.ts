import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type handleUnaryCall, Server, ServerCredentials, type ServiceDefinition, status } from "@grpc/grpc-js";
import type { AnyProvider } from "../planning/provider.ts";
import { type Handler, handlersOf } from "./handlers.ts";
import { type Method, messageType, methods } from "./messages.ts";
import { Removals } from "./removals.ts";
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

/**
 * Serves each provider on a socket of its own.
 *
 * @param removalPatience how long a refused removal waits for other calls to clear its way, in milliseconds
 */
export async function attachProviders(
  providers: readonly AttachableProvider[],
  removalPatience = 1_000,
): Promise<AttachedProviders> {
  const folder = mkdtempSync(join(tmpdir(), "es-"));
  const listeners: Listener[] = [];
  const removals = new Removals(removalPatience);
  const entries: (readonly [string, object])[] = [];
  for (const [index, { provider, sources }] of providers.entries()) {
    const socket = join(folder, String(index));
    listeners.push(await listen(provider, socket, removals));
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
      removals.close();
      for (const listener of listeners) listener.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Listener {
  close(): void;
}

/**
 * The engine connects once for every provider block, where it would start a process: each connection gets a provider of its
 * own, so that aliases do not reconfigure each other.
 */
async function listen(provider: AnyProvider, path: string, removals: Removals): Promise<Listener> {
  const open = new Set<Server>();
  const listener = createServer((socket) => {
    const server = serve(provider.another(), removals);
    open.add(server);
    socket.once("close", () => {
      open.delete(server);
      server.forceShutdown();
    });
    server.createConnectionInjector(ServerCredentials.createInsecure()).injectConnection(socket);
  });
  await new Promise<void>((resolve, reject) => {
    listener.once("error", reject);
    listener.listen(path, resolve);
  });
  return {
    close() {
      listener.close();
      for (const server of open) server.forceShutdown();
    },
  };
}

function serve(provider: AnyProvider, removals: Removals): Server {
  const server = new Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
    "grpc.enable_channelz": 0,
  });
  const handlers = { ...handlersOf(provider, removals), GetProviderSchema: () => schemaBytes(provider) };
  server.addService(
    serviceDefinition,
    Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [name, unary(handler)])),
  );
  return server;
}

const serviceDefinition: ServiceDefinition = Object.fromEntries(
  (Object.keys(methods) as Method[]).map((name) => {
    const [request, response] = methods[name];
    const requestType = messageType(request);
    const responseType = messageType(response);
    return [
      name,
      {
        path: `/tfplugin6.Provider/${name}`,
        requestStream: false,
        responseStream: false,
        requestSerialize: (message: object) => requestType.encode(message),
        requestDeserialize: (bytes: Buffer) => requestType.decode(bytes),
        responseSerialize: (message: object) => (Buffer.isBuffer(message) ? message : responseType.encode(message)),
        responseDeserialize: (bytes: Buffer) => responseType.decode(bytes),
      },
    ];
  }),
);

/** A defect in a handler ends the call with its stack, so that the engine shows it. */
function unary(handler: Handler): handleUnaryCall<Readonly<Record<string, unknown>>, object> {
  return (call, respond) => {
    const fail = (error: unknown): void =>
      respond({
        code: status.INTERNAL,
        details: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    try {
      const answer = handler(call.request);
      if (answer instanceof Promise) answer.then((later) => respond(null, later), fail);
      else respond(null, answer);
    } catch (error) {
      fail(error);
    }
  };
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
