import { mkdtempSync, rmSync } from "node:fs";
import { type ClientHttp2Session, connect } from "node:http2";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Listener, listen } from "./grpc.ts";

let folder: string;
let listener: Listener;
let client: ClientHttp2Session;
let connections = 0;
let calls = 0;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "grpc-"));
  connections = 0;
  calls = 0;
  listener = await listen(join(folder, "socket"), () => {
    connections += 1;
    const number = connections;
    return new Map([
      [
        "/test/Echo",
        (request: Buffer) => {
          calls += 1;
          return request;
        },
      ],
      ["/test/Connection", () => Buffer.from(String(number))],
      [
        "/test/Fail",
        () => {
          throw new TypeError("a defect, 100% of the time");
        },
      ],
    ]);
  });
  client = newClient();
});

afterEach(() => {
  client.destroy();
  listener.close();
  rmSync(folder, { recursive: true, force: true });
});

function newClient(): ClientHttp2Session {
  return connect("http://localhost", { createConnection: () => createConnection(join(folder, "socket")) });
}

interface Answer {
  readonly status: string;
  readonly message: string;
  readonly body: Buffer;
}

/** Calls a method as a gRPC client does, the request in as many parts as said. */
function call(path: string, request = Buffer.alloc(0), parts = 1, session = client): Promise<Answer> {
  const stream = session.request({
    ":method": "POST",
    ":path": path,
    "content-type": "application/grpc",
    te: "trailers",
  });
  const head: Record<string, unknown> = {};
  const received: Buffer[] = [];
  return new Promise((resolve, reject) => {
    stream.on("response", (headers) => Object.assign(head, headers));
    stream.on("trailers", (headers) => Object.assign(head, headers));
    stream.on("data", (part: Buffer) => received.push(part));
    stream.on("error", reject);
    stream.on("end", () => {
      const message = decodeURIComponent(String(head["grpc-message"] ?? ""));
      resolve({ status: String(head["grpc-status"]), message, body: Buffer.concat(received) });
    });
    const frame = Buffer.alloc(5 + request.length);
    frame.writeUInt32BE(request.length, 1);
    request.copy(frame, 5);
    const size = Math.ceil(frame.length / parts);
    for (let start = 0; start < frame.length; start += size) stream.write(frame.subarray(start, start + size));
    stream.end();
  });
}

describe("a call", () => {
  test("is answered with a message of the length that its prefix says", async () => {
    const { status, body } = await call("/test/Echo", Buffer.from("hello"));
    expect(status).toBe("0");
    expect([...body.subarray(0, 5)]).toEqual([0, 0, 0, 0, 5]);
    expect(body.subarray(5).toString()).toBe("hello");
  });

  test("may come in parts, and be longer than any window", async () => {
    const request = Buffer.alloc(5_000_000, "x");
    const { status, body } = await call("/test/Echo", request, 7);
    expect(status).toBe("0");
    expect(body.subarray(5).equals(request)).toBe(true);
  });

  test("of a method that there is not says so", async () => {
    expect(await call("/test/None")).toMatchObject({ status: "12", message: "There is no method /test/None." });
  });

  test("that meets a defect carries its stack, and the next call is answered", async () => {
    const failed = await call("/test/Fail");
    expect(failed.status).toBe("13");
    expect(failed.message).toContain("TypeError: a defect, 100% of the time");
    expect(failed.message).toContain("grpc.test.ts");
    expect((await call("/test/Echo")).status).toBe("0");
  });

  test("does not wait for others", async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) => call("/test/Echo", Buffer.from(`${index}`))),
    );
    expect(answers.map(({ body }) => body.subarray(5).toString())).toEqual(answers.map((_, index) => String(index)));
  });
});

test("each connection has methods of its own", async () => {
  const other = newClient();
  expect((await call("/test/Connection")).body.subarray(5).toString()).toBe("1");
  expect((await call("/test/Connection", undefined, 1, other)).body.subarray(5).toString()).toBe("2");
  expect((await call("/test/Connection")).body.subarray(5).toString()).toBe("1");
  other.destroy();
});

test("a client that goes away in the middle of a call has called nothing, and does not disturb the others", async () => {
  const other = newClient();
  const stream = other.request({ ":method": "POST", ":path": "/test/Echo" });
  stream.on("error", () => stream.destroy());
  stream.write(Buffer.alloc(3));
  await call("/test/Echo", undefined, 1, other);
  other.destroy();
  expect((await call("/test/Echo")).status).toBe("0");
  expect(calls).toBe(2);
});

test("a place where no socket can be is an error", async () => {
  await expect(listen(join(folder, "none", "socket"), () => new Map())).rejects.toThrow();
});
