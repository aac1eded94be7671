import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { TestProvider } from "../testing/provider.ts";
import { World } from "../world/world.ts";
import { cloudinitProvider } from "./provider.ts";

function provider() {
  const service = cloudinitProvider();
  return new TestProvider(World.inMemory(), service, null);
}

const plain = { gzip: false, base64_encode: false };

test("parts become a MIME document", () => {
  const part = [
    { content: "#!/bin/sh", content_type: "text/x-shellscript", filename: "a.sh", merge_type: "list()" },
    { content: "two" },
  ];
  expect(provider().data("cloudinit_config", { ...plain, boundary: "//", part }).rendered).toBe(
    [
      'Content-Type: multipart/mixed; boundary="//"\nMIME-Version: 1.0',
      "",
      "--//",
      'Content-Disposition: attachment; filename="a.sh"',
      "Content-Transfer-Encoding: 7bit",
      "Content-Type: text/x-shellscript",
      "Mime-Version: 1.0",
      "X-Merge-Type: list()",
      "",
      "#!/bin/sh",
      "--//",
      "Content-Transfer-Encoding: 7bit",
      "Content-Type: text/plain",
      "Mime-Version: 1.0",
      "",
      "two",
      "--//--",
      "",
    ].join("\r\n"),
  );
});

test("the document is packed and encoded unless told otherwise", () => {
  const { rendered } = provider().data("cloudinit_config", { part: [{ content: "x" }] });
  expect(gunzipSync(Buffer.from(String(rendered), "base64")).toString()).toContain("MIMEBOUNDARY");
});

test("the id is the CRC-32 of the document", () => {
  const { id, rendered } = provider().data("cloudinit_config", { ...plain, part: [{ content: "baz" }] });
  expect(rendered).toHaveLength(195);
  expect(id).toBe("2112020244");
});

test("the resource renders as the data source does, and changes nothing the second time", () => {
  const config = { part: [{ content: "x", filename: "y" }] };
  const state = provider().create("cloudinit_config", config);
  expect(state.rendered).toBe(provider().data("cloudinit_config", config).rendered);
  expect(provider().plan("cloudinit_config", state, config).action).toBe("none");
  expect(provider().plan("cloudinit_config", state, { part: [{ content: "z" }] }).action).toBe("replace");
});

test("packed bytes cannot go without base64, and a document needs a part", () => {
  const part = [{ content: "x" }];
  expect(() => provider().data("cloudinit_config", { base64_encode: false, part })).toThrow("base64_encode");
  expect(() => provider().data("cloudinit_config", { part: [] })).toThrow("Block part");
});
