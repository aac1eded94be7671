/** Health of an object or Application, from best to worst. Source: argoproj/argo-cd gitops-engine/pkg/health/health.go. */
const healthOrder = ["Healthy", "Suspended", "Progressing", "Missing", "Degraded", "Unknown"] as const;

/** A health in one word. */
export type HealthCode = (typeof healthOrder)[number];

/** How an object is, and why. */
export interface Health {
  readonly status: HealthCode;
  readonly message?: string;
}

/** As it should be. */
export const healthy: Health = { status: "Healthy" };

/** Not as it should be yet, and on the way. */
export function progressing(message?: string): Health {
  return message === undefined ? { status: "Progressing" } : { status: "Progressing", message };
}

/** Broken. */
export function degraded(message?: string): Health {
  return message === undefined ? { status: "Degraded" } : { status: "Degraded", message };
}

/** Stopped on purpose. */
export function suspended(message?: string): Health {
  return message === undefined ? { status: "Suspended" } : { status: "Suspended", message };
}

/** The worst of them; healthy when there are none. */
export function worst(statuses: readonly HealthCode[]): HealthCode {
  return statuses.reduce<HealthCode>(
    (bad, status) => (healthOrder.indexOf(status) > healthOrder.indexOf(bad) ? status : bad),
    "Healthy",
  );
}
