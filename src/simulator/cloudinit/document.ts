import { crc32, gzipSync } from "node:zlib";
import { blocks, text } from "../planning/input.ts";
import type { Values } from "../planning/values.ts";

export const defaults = { gzip: true, base64_encode: true, boundary: "MIMEBOUNDARY" } as const;

/** The computed attributes of a configuration whose defaults are filled in. */
export function rendered(config: Values): Values {
  const bytes = Buffer.from(documentOf(config));
  const packed = config.gzip === true ? gzipSync(bytes) : bytes;
  const text = config.base64_encode === true ? packed.toString("base64") : packed.toString("utf8");
  return { rendered: text, id: String(crc32(text)) };
}

/** The MIME document that cloud-init reads; its line ends are those of the provider, the lone line feed included. */
function documentOf(config: Values): string {
  const boundary = text(config, "boundary");
  const parts = blocks(config, "part").map((part) => `${headersOf(part)}\r\n\r\n${text(part, "content")}`);
  const head = `Content-Type: multipart/mixed; boundary="${boundary}"\nMIME-Version: 1.0\r\n\r\n`;
  return `${head}--${boundary}\r\n${parts.join(`\r\n--${boundary}\r\n`)}\r\n--${boundary}--\r\n`;
}

function headersOf(part: Values): string {
  const filename = text(part, "filename");
  const merge = text(part, "merge_type");
  return [
    ...(filename === "" ? [] : [`Content-Disposition: attachment; filename="${filename}"`]),
    "Content-Transfer-Encoding: 7bit",
    `Content-Type: ${text(part, "content_type") || "text/plain"}`,
    "Mime-Version: 1.0",
    ...(merge === "" ? [] : [`X-Merge-Type: ${merge}`]),
  ].join("\r\n");
}
