/** Whether a route with those hostnames (none: every host) gets requests from a listener with that one (empty: every host). */
export function hostsIntersect(listener: string, route: readonly string[]): boolean {
  return listener === "" || route.length === 0 || route.some((host) => hostsMeet(listener, host));
}

/** Whether some host is matched by both; `*.` stands for one label or more. Source: Gateway API, HTTPRouteSpec.Hostnames. */
function hostsMeet(left: string, right: string): boolean {
  const [a, b] = [left.toLowerCase(), right.toLowerCase()];
  if (a === b) return true;
  return isCovered(a, b) || isCovered(b, a);
}

function isCovered(host: string, wildcard: string): boolean {
  return wildcard.startsWith("*.") && host.endsWith(wildcard.slice(1)) && host.length > wildcard.length - 1;
}
