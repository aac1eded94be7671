import { createCipheriv, createHash } from "node:crypto";

/** An endless, reproducible stream of random bytes: AES-256 in counter mode under a key. */
export class RandomStream {
  readonly #cipher;

  /** Equal keys give equal streams. */
  constructor(key: string) {
    this.#cipher = createCipheriv("aes-256-ctr", createHash("sha256").update(key).digest(), Buffer.alloc(16));
  }

  bytes(length: number): Buffer {
    return this.#cipher.update(Buffer.alloc(length));
  }

  /** An integer from 0 to `limit` - 1, each as likely as the others. */
  below(limit: number): number {
    const range = 2 ** 48;
    const fair = range - (range % limit);
    for (;;) {
      const drawn = this.bytes(6).readUIntBE(0, 6);
      if (drawn < fair) return drawn % limit;
    }
  }

  /** `count` characters of an alphabet. */
  characters(alphabet: string, count: number): string[] {
    return Array.from({ length: count }, () => alphabet.charAt(this.below(alphabet.length)));
  }

  /** The items in a random order. */
  shuffled<Item>(items: readonly Item[]): Item[] {
    const rest = [...items];
    return items.flatMap(() => rest.splice(this.below(rest.length), 1));
  }
}
