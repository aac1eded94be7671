/** Private workers of the account. */
export interface WorkerPool {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly spaceId: string;
  readonly labels: readonly string[];
  /** Base64 of the PEM certificate request. */
  readonly csr: string;
  /** Sealed worker token; changes with the certificate request. */
  readonly config: string;
  /** -1: no limit; 0: drift detection is off. */
  readonly driftDetectionRunLimit: number;
}
