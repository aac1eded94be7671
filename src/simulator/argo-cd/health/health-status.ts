/** Health of an object or Application, from best to worst. Source: argoproj/argo-cd gitops-engine/pkg/health/health.go. */
const healthOrder = ["Healthy", "Suspended", "Progressing", "Missing", "Degraded", "Unknown"] as const;

export type HealthCode = (typeof healthOrder)[number];

export interface Health {
  readonly status: HealthCode;
  readonly message?: string;
}

export const healthy: Health = { status: "Healthy" };

export function progressing(message?: string): Health {
  return message === undefined ? { status: "Progressing" } : { status: "Progressing", message };
}

export function degraded(message?: string): Health {
  return message === undefined ? { status: "Degraded" } : { status: "Degraded", message };
}

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
