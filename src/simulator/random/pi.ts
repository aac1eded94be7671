/** The first `count` words of 32 bits behind the point of pi, by Machin's formula: what Blowfish begins with. */
export function fractionOfPi(count: number): Int32Array {
  const guard = 64n;
  const one = 1n << (BigInt(count) * 32n + guard);
  const pi = 4n * (4n * inverseTangent(5n, one) - inverseTangent(239n, one));
  const fraction = (pi - 3n * one) >> guard;
  const hex = fraction.toString(16).padStart(count * 8, "0");
  return Int32Array.from({ length: count }, (_, index) => Number.parseInt(hex.slice(index * 8, index * 8 + 8), 16) | 0);
}

/** arctan(1/x) times `one`, by its series. */
function inverseTangent(x: bigint, one: bigint): bigint {
  let power = one / x;
  let sum = power;
  for (let divisor = 3n, sign = -1n; power !== 0n; divisor += 2n, sign = -sign) {
    power /= x * x;
    sum += (sign * power) / divisor;
  }
  return sum;
}
