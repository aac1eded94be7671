/**
 * Texts by name, kept as bytes outside of the heap of JavaScript: those of a thousand environments would otherwise make every garbage
 * collection walk and copy hundreds of megabytes.
 */
export class PackedTexts implements ReadonlyMap<string, string> {
  readonly #bytes = new Map<string, Buffer>();

  constructor(texts: Iterable<readonly [name: string, text: string]>) {
    for (const [name, text] of texts) this.#bytes.set(name, Buffer.from(text));
  }

  get size(): number {
    return this.#bytes.size;
  }

  get(name: string): string | undefined {
    return this.#bytes.get(name)?.toString();
  }

  has(name: string): boolean {
    return this.#bytes.has(name);
  }

  keys(): MapIterator<string> {
    return this.#bytes.keys();
  }

  *values(): MapIterator<string> {
    for (const bytes of this.#bytes.values()) yield bytes.toString();
  }

  *entries(): MapIterator<[string, string]> {
    for (const [name, bytes] of this.#bytes) yield [name, bytes.toString()];
  }

  [Symbol.iterator](): MapIterator<[string, string]> {
    return this.entries();
  }

  forEach(visit: (text: string, name: string, texts: ReadonlyMap<string, string>) => void): void {
    for (const [name, text] of this) visit(text, name, this);
  }
}
