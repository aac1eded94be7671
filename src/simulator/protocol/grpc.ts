import { createServer, type IncomingHttpHeaders, type ServerHttp2Session, type ServerHttp2Stream } from "node:http2";

/** Answers one call: the bytes of the answer for those of the request. */
export type UnaryMethod = (request: Buffer) => Uint8Array;

/** Methods by path, for example `/tfplugin6.Provider/ReadResource`. */
export type Methods = ReadonlyMap<string, UnaryMethod>;

/** A server on a socket, until it is closed. */
export interface Listener {
  close(): void;
}

/** Codes of gRPC's statuses. */
const status = { ok: "0", unimplemented: "12", internal: "13" } as const;

const responseHeaders = { ":status": 200, "content-type": "application/grpc" } as const;

/** A byte that says whether the message is compressed, and its length in four. */
const prefixLength = 5;

/** Headers hold no more than this of a text, in characters. */
const longestMessage = 8_000;

/**
 * Serves gRPC's unary methods over HTTP/2 without encryption, which is all that engines ask of a provider. Each connection gets
 * methods of its own.
 *
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 */
export async function listen(path: string, connect: () => Methods): Promise<Listener> {
  const server = createServer({ maxSessionMemory: Number.MAX_SAFE_INTEGER });
  const open = new Set<ServerHttp2Session>();
  server.on("session", (session) => {
    const methods = connect();
    open.add(session);
    session.once("close", () => open.delete(session));
    // An engine that is killed leaves its connection half-way; nobody is left to be told.
    session.on("error", () => session.destroy());
    session.on("stream", (stream, headers) => serve(stream, headers, methods));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  return {
    close() {
      server.close();
      for (const session of open) session.destroy();
    },
  };
}

function serve(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, methods: Methods): void {
  stream.on("error", () => stream.destroy());
  const path = String(headers[":path"]);
  const method = methods.get(path);
  if (!method) {
    refuse(stream, status.unimplemented, `There is no method ${path}.`);
    return;
  }
  const parts: Buffer[] = [];
  stream.on("data", (part: Buffer) => parts.push(part));
  stream.once("end", () => {
    if (!isGone(stream)) answer(stream, method, Buffer.concat(parts).subarray(prefixLength));
  });
}

/** A defect in a method ends the call with its stack, so that the engine shows it. */
function answer(stream: ServerHttp2Stream, method: UnaryMethod, request: Buffer): void {
  let message: Uint8Array;
  try {
    message = method(request);
  } catch (error) {
    refuse(stream, status.internal, error instanceof Error ? (error.stack ?? error.message) : String(error));
    return;
  }
  if (isGone(stream)) return;
  stream.respond(responseHeaders, { waitForTrailers: true });
  stream.once("wantTrailers", () => stream.sendTrailers({ "grpc-status": status.ok }));
  stream.end(framed(message));
}

function refuse(stream: ServerHttp2Stream, code: string, text: string): void {
  if (isGone(stream)) return;
  const message = encodeURIComponent(text.slice(0, longestMessage));
  stream.respond({ ...responseHeaders, "grpc-status": code, "grpc-message": message }, { endStream: true });
}

/** True when the client does not wait for an answer any more: its request may be cut short. */
function isGone(stream: ServerHttp2Stream): boolean {
  return stream.aborted || stream.closed || stream.destroyed;
}

function framed(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(prefixLength + message.length);
  frame.writeUInt8(0, 0);
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, prefixLength);
  return frame;
}
