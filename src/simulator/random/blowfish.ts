import { fractionOfPi } from "./pi.ts";

/** A Blowfish cipher: 18 subkeys and four substitution boxes of 256 words in one array. */
export interface BlowfishState {
  readonly subkeys: Int32Array;
  readonly boxes: Int32Array;
}

const subkeyCount = 18;
const boxWords = 4 * 256;

let start: BlowfishState | undefined;

/** The state before any key: the digits of pi. */
export function initialState(): BlowfishState {
  if (!start) {
    const words = fractionOfPi(subkeyCount + boxWords);
    start = { subkeys: words.slice(0, subkeyCount), boxes: words.slice(subkeyCount) };
  }
  return { subkeys: start.subkeys.slice(), boxes: start.boxes.slice() };
}

/** Encrypts two words in place. */
export function encryptBlock({ subkeys: p, boxes: s }: BlowfishState, words: Int32Array, at: number): void {
  let left = (words[at] as number) ^ (p[0] as number);
  let right = words[at + 1] as number;
  for (let round = 1; round <= 16; round += 2) {
    right ^= mix(s, left) ^ (p[round] as number);
    left ^= mix(s, right) ^ (p[round + 1] as number);
  }
  words[at] = right ^ (p[17] as number);
  words[at + 1] = left;
}

function mix(boxes: Int32Array, word: number): number {
  const sum = ((boxes[word >>> 24] as number) + (boxes[256 + ((word >>> 16) & 255)] as number)) | 0;
  return ((sum ^ (boxes[512 + ((word >>> 8) & 255)] as number)) + (boxes[768 + (word & 255)] as number)) | 0;
}

/** Mixes a key, and a salt if there is one, into the state: Blowfish's key schedule as bcrypt extends it. */
export function expandKey(state: BlowfishState, key: Uint8Array, salt?: Uint8Array): void {
  const { subkeys, boxes } = state;
  const nextKeyWord = wordsOf(key);
  for (let index = 0; index < subkeyCount; index += 1) subkeys[index] = (subkeys[index] as number) ^ nextKeyWord();
  const nextSaltWord = salt ? wordsOf(salt) : () => 0;
  const block = new Int32Array(2);
  for (const table of [subkeys, boxes]) {
    for (let index = 0; index < table.length; index += 2) {
      block[0] = (block[0] as number) ^ nextSaltWord();
      block[1] = (block[1] as number) ^ nextSaltWord();
      encryptBlock(state, block, 0);
      table[index] = block[0];
      table[index + 1] = block[1];
    }
  }
}

/** Words of four bytes, round and round. */
function wordsOf(bytes: Uint8Array): () => number {
  let at = 0;
  return () => {
    let word = 0;
    for (let count = 0; count < 4; count += 1) {
      word = (word << 8) | (bytes[at] as number);
      at = (at + 1) % bytes.length;
    }
    return word;
  };
}
