const unitSeconds: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/** Seconds of a duration as Go writes it, for example `1h30m` or `-1.5s`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, sign, rest = ""] = /^([+-]?)(.*)$/.exec(text) ?? [];
  if (rest === "0") return 0;
  if (!/^((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+$/.test(rest)) return undefined;
  const parts = [...rest.matchAll(/([\d.]+)(ns|us|µs|μs|ms|s|m|h)/g)];
  const seconds = parts.reduce((sum, [, amount = "", unit = ""]) => sum + Number(amount) * (unitSeconds[unit] ?? 0), 0);
  return sign === "-" ? -seconds : seconds;
}

/** Whole seconds as Go prints them, for example `2160h0m0s`. */
export function formatDuration(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)];
  const rest = seconds % 60;
  if (hours > 0) return `${hours}h${minutes}m${rest}s`;
  return minutes > 0 ? `${minutes}m${rest}s` : `${rest}s`;
}

/** Seconds of a duration as manifests hold it: in Go's notation, or a number of seconds; the fallback for anything else. */
export function secondsOf(duration: unknown, fallback: number): number {
  if (typeof duration === "number") return duration;
  if (typeof duration !== "string" || duration === "") return fallback;
  return /^\d+$/.test(duration) ? Number(duration) : (parseDuration(duration) ?? fallback);
}
