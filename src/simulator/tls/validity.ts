import { number, text, texts } from "../planning/input.ts";
import type { PlanCall, ReadCall } from "../planning/resource-type.ts";
import { unknown, type Value, type Values } from "../planning/values.ts";
import type { RandomClient } from "../random/client.ts";
import { draw } from "../random/client.ts";
import type { CertificateRequest } from "./certificate.ts";

const hour = 3_600_000;

/** What both types of certificates take from their configuration. */
export function commonRequest(
  client: RandomClient,
  type: string,
  input: Values,
): Pick<
  CertificateRequest,
  "serial" | "notBefore" | "notAfter" | "uses" | "isAuthority" | "maxPathLength" | "withSubjectKeyId"
> {
  const notBefore = client.world.now;
  return {
    serial: BigInt(`0x${draw(client, type, input).bytes(16).toString("hex")}`),
    notBefore,
    notAfter: new Date(notBefore.getTime() + number(input, "validity_period_hours", 0) * hour),
    uses: texts(input.allowed_uses),
    isAuthority: input.is_ca_certificate === true,
    maxPathLength: number(input, "max_path_length", -1),
    withSubjectKeyId: input.set_subject_key_id === true,
  };
}

/** The computed attributes of a certificate's life. */
export function lifeValues({
  serial,
  notBefore,
  notAfter,
}: Pick<CertificateRequest, "serial" | "notBefore" | "notAfter">): Values {
  return {
    id: serial.toString(),
    validity_start_time: rfc3339(notBefore),
    validity_end_time: rfc3339(notAfter),
  };
}

/** A certificate that is due for renewal is replaced; `readLife` notices that it is. */
export function planRenewal({ state, planned, replace }: PlanCall<RandomClient>): void {
  if (state?.ready_for_renewal === true) {
    planned.ready_for_renewal = unknown;
    replace("ready_for_renewal");
    return;
  }
  planned.ready_for_renewal = isShort(planned.validity_period_hours, planned.early_renewal_hours);
}

/** @see planRenewal */
export function readLife({ client, state }: ReadCall<RandomClient>): Values {
  const end = new Date(text(state, "validity_end_time")).getTime();
  const isDue = client.world.now.getTime() >= end - number(state, "early_renewal_hours", 0) * hour;
  return { ...state, ready_for_renewal: isDue };
}

/** True for a certificate that is due as soon as it is made. */
export function isShort(validity: Value | undefined, early: Value | undefined): boolean {
  return typeof validity === "number" && (validity === 0 || (typeof early === "number" && early >= validity));
}

/** With fractions of a second only where there are any, as Go writes it. */
function rfc3339(date: Date): string {
  return date.toISOString().replace(/\.?0*Z$/, "Z");
}
