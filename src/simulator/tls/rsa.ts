import { checkPrimeSync, createPrivateKey, type KeyObject } from "node:crypto";
import type { RandomStream } from "../random/stream.ts";
import { bytesOf } from "./der.ts";

const publicExponent = 65_537n;

/** An RSA key whose primes come out of a stream. */
export function generateRsa(bits: number, stream: RandomStream): KeyObject {
  const p = drawPrime(Math.ceil(bits / 2), stream);
  const q = drawPrime(Math.floor(bits / 2), stream);
  const d = inverse(publicExponent, (p - 1n) * (q - 1n));
  const parts = { n: p * q, e: publicExponent, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const encoded = Object.entries(parts).map(([name, value]) => [name, bytesOf(value).toString("base64url")]);
  return createPrivateKey({ key: { kty: "RSA", ...Object.fromEntries(encoded) }, format: "jwk" });
}

/** A prime with its two highest bits set, so that the product of two has its full length. */
function drawPrime(bits: number, stream: RandomStream): bigint {
  const length = BigInt(bits);
  const high = 3n << (length - 2n);
  for (;;) {
    const drawn = BigInt(`0x${stream.bytes(Math.ceil(bits / 8)).toString("hex")}`);
    const candidate = (drawn % (1n << length)) | high | 1n;
    if (candidate % publicExponent !== 1n && checkPrimeSync(candidate)) return candidate;
  }
}

/** The inverse of `value` modulo `modulus`, by Euclid's extended algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [rest, previous] = [value % modulus, modulus];
  let [factor, previousFactor] = [1n, 0n];
  while (rest !== 0n) {
    const quotient = previous / rest;
    [rest, previous] = [previous - quotient * rest, rest];
    [factor, previousFactor] = [previousFactor - quotient * factor, factor];
  }
  return ((previousFactor % modulus) + modulus) % modulus;
}
