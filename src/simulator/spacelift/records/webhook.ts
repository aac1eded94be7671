import type { ProjectReference } from "./project.ts";

/** An endpoint that notification policies name. */
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

/** An endpoint that hears of every run of one stack or module. */
export interface Webhook extends ProjectReference {
  readonly id: string;
  readonly endpoint: string;
  readonly enabled: boolean;
  readonly retryOnFailure: boolean;
  /** Sealed; null for none. */
  readonly secret: string | null;
}
