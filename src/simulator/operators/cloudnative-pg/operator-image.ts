import { isAtLeast } from "../operator-pod.ts";

/** True for images of the operator. */
export const isOperatorImage = (image: string): boolean => /cloudnative-pg\/cloudnative-pg[:@]/.test(image);

/** What the operator takes when nobody says. Source: charts/cloudnative-pg.json, `runtime_images`. */
export function usualImages(version: readonly number[]): { readonly postgresql: string; readonly pgbouncer: string } {
  const isNew = isAtLeast(version, 1, 26);
  return {
    postgresql: `ghcr.io/cloudnative-pg/postgresql:${isNew ? "18.4-system-trixie" : "16.3"}`,
    pgbouncer: `ghcr.io/cloudnative-pg/pgbouncer:${isNew ? "1.25.1" : "1.23.0"}`,
  };
}
