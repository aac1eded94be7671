const suffixes: Readonly<Record<string, number>> = {
  "": 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

const form = /^([+-]?\d+(?:\.\d*)?|[+-]?\.\d+)(?:([KMGTP]i|[mkMGTP]?)|[eE]([+-]?\d+))$/;

/** The number that a Kubernetes quantity such as `250m`, `1.5Gi` or `2` stands for; undefined for what is none. */
export function parseQuantity(quantity: string | number): number | undefined {
  if (typeof quantity === "number") return quantity;
  const [, digits, suffix = "", exponent] = form.exec(quantity) ?? [];
  if (digits === undefined) return undefined;
  return Number(digits) * (exponent === undefined ? (suffixes[suffix] ?? 1) : 10 ** Number(exponent));
}

/** Bytes as a quantity of whole gibibytes, the unit in which volumes are sold. */
export function gibibytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 30);
}
