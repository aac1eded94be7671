import { type BlowfishState, encryptBlock, expandKey, initialState } from "./blowfish.ts";

/** The alphabet of base 64, and bcrypt's own in the same order. */
const standard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** The constant that bcrypt encrypts 64 times. */
const plaintext = "OrpheanBeholderScryDoubt";

/** Longest password that bcrypt looks at, in bytes; the closing zero byte counts. */
const longestKey = 72;

/**
 * The bcrypt hash of a password, as `$2a$<cost>$<salt><hash>`.
 *
 * @param salt 16 bytes
 * @param cost logarithm of the number of rounds
 */
export function bcrypt(password: string, salt: Buffer, cost: number): string {
  const key = Buffer.concat([Buffer.from(password, "utf8"), Buffer.alloc(1)]).subarray(0, longestKey);
  const state: BlowfishState = initialState();
  expandKey(state, key, salt);
  for (let round = 0; round < 2 ** cost; round += 1) {
    expandKey(state, key);
    expandKey(state, salt);
  }
  const words = new Int32Array(6);
  Buffer.from(plaintext).forEach((byte, index) => {
    words[index >> 2] = ((words[index >> 2] ?? 0) << 8) | byte;
  });
  for (let pair = 0; pair < words.length; pair += 2) {
    for (let time = 0; time < 64; time += 1) encryptBlock(state, words, pair);
  }
  const hash = Buffer.alloc(words.length * 4);
  for (const [index, word] of words.entries()) hash.writeInt32BE(word, index * 4);
  return `$2a$${String(cost).padStart(2, "0")}$${encode(salt)}${encode(hash.subarray(0, 23))}`;
}

function encode(bytes: Buffer): string {
  return bytes
    .toString("base64")
    .replace(/=+$/, "")
    .replace(/./g, (character) => alphabet.charAt(standard.indexOf(character)));
}
