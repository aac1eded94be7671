/** Characters that the name of a port may have where pods are concerned; the port of a Service may have 63. */
const nameLimit = 15;

/** What is wrong with the name of a container's port, in the server's words. Source: apimachinery, `IsValidPortName`. */
export function portNameProblem(name: string): string | undefined {
  if (name.length > nameLimit) return `must be no more than ${nameLimit} characters`;
  if (!/^[-a-z0-9]+$/.test(name)) return "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)";
  if (!/[a-z]/.test(name)) return "must contain at least one letter (a-z)";
  if (name.includes("--")) return "must not contain consecutive hyphens";
  if (name.startsWith("-") || name.endsWith("-")) return "must not begin or end with a hyphen";
  return undefined;
}

/** What is wrong with the number of a port, in the server's words. */
export function portNumberProblem(port: number): string | undefined {
  const isPort = Number.isInteger(port) && port >= 1 && port <= 65_535;
  return isPort ? undefined : "must be between 1 and 65535, inclusive";
}
