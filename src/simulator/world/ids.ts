import { createHash } from "node:crypto";
import { canonicalJson } from "./json.ts";

/**
 * Identifiers drawn from the world's seed and from what is being made, so that the same seed and the same requests
 * give the same identifiers in whatever order the engine asks.
 */
export class Ids {
  readonly #seed: string;
  readonly #drawn: Map<string, number>;
  readonly #fresh = new Map<string, number>();

  constructor(seed: string, drawn: Map<string, number> = new Map()) {
    this.#seed = seed;
    this.#drawn = drawn;
  }

  /** How often each request was seen; kept with the world so that identifiers are never given twice. */
  get drawn(): ReadonlyMap<string, number> {
    return this.#drawn;
  }

  /** What was drawn since it was last kept. */
  get fresh(): readonly (readonly [string, number])[] {
    return [...this.#fresh];
  }

  /** Notes that everything drawn so far is kept. */
  keepFresh(): void {
    this.#fresh.clear();
  }

  /** `length` lower-case hexadecimal digits for a kind of object and the request that makes it. */
  hex(length: number, kind: string, request: unknown): string {
    return this.#digest(kind, request).toString("hex").slice(0, length);
  }

  /** `length` characters of `alphabet`; AWS unique ids use A–Z and 2–7. */
  text(length: number, alphabet: string, kind: string, request: unknown): string {
    const bytes = this.#digest(kind, request);
    return Array.from({ length }, (_, index) => alphabet[(bytes[index % bytes.length] ?? 0) % alphabet.length]).join(
      "",
    );
  }

  /** A version 4 UUID. */
  uuid(kind: string, request: unknown): string {
    const hex = this.hex(32, kind, request);
    const variant = "89ab"[Number.parseInt(hex[16] ?? "0", 16) % 4];
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  /** An integer from 0 to `below` - 1. */
  number(below: number, kind: string, request: unknown): number {
    return this.#digest(kind, request).readUInt32BE(0) % below;
  }

  #digest(kind: string, request: unknown): Buffer {
    const base = `${kind} ${canonicalJson(request ?? null)}`;
    const key = createHash("sha256").update(base).digest("base64url").slice(0, 22);
    const times = this.#drawn.get(key) ?? 0;
    this.#drawn.set(key, times + 1);
    this.#fresh.set(key, times + 1);
    return createHash("sha512").update(`${this.#seed} ${base} ${times}`).digest();
  }
}

/** The alphabet of IAM's unique ids and access key ids. */
export const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
