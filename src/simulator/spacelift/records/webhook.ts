import type { ProjectReference } from "./project.ts";

export interface NamedWebhook {
  readonly id: string;
  readonly name: string;
  readonly endpoint: string;
  readonly enabled: boolean;
  readonly spaceId: string;
  readonly labels: readonly string[];
  readonly retryOnFailure: boolean;
  /** Sealed; null for none. */
  readonly secret: string | null;
  readonly secretHeaders: readonly { readonly key: string; readonly value: string }[];
}

export interface Webhook extends ProjectReference {
  readonly id: string;
  readonly endpoint: string;
  readonly enabled: boolean;
  readonly retryOnFailure: boolean;
  /** Sealed; null for none. */
  readonly secret: string | null;
}
