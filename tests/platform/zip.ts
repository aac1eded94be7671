import { inflateRawSync } from "node:zlib";

const centralEntry = 0x02014b50;
const deflated = 8;

/** The contents of a zip archive, of which saved plans of the engine are; empty for any other file. */
export function unzipped(archive: Buffer): readonly Buffer[] {
  if (archive.length < 4 || archive.readUInt32LE(0) !== 0x04034b50) return [];
  const contents: Buffer[] = [];
  for (let at = archive.indexOf("PK\u0001\u0002", 0, "latin1"); at >= 0; ) {
    if (archive.readUInt32LE(at) !== centralEntry) break;
    const size = archive.readUInt32LE(at + 20);
    const local = archive.readUInt32LE(at + 42);
    const begin = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const body = archive.subarray(begin, begin + size);
    contents.push(archive.readUInt16LE(at + 10) === deflated ? inflateRawSync(body) : body);
    at += 46 + archive.readUInt16LE(at + 28) + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    if (at + 4 > archive.length) break;
  }
  return contents;
}
