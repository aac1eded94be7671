import { at, listAt, numberAt, objectsAt, textAt, textsAt } from "../../kubernetes/fields.ts";
import { kindKey } from "../../kubernetes/object.ts";
import type { AdmissionHook } from "../../kubernetes/server/admission-hook.ts";
import { refuse, refuseIf } from "../../kubernetes/server/kubernetes-error.ts";
import { formatDuration, parseDuration } from "../../time/duration.ts";
import { canonicalJson, type Json, type JsonObject } from "../../world/json.ts";
import { kinds } from "./kinds.ts";
import { rules } from "./rules.ts";

const hour = 3600;
/** Seconds that a certificate lives when it does not say. */
const usualDuration = 90 * 24 * hour;
const types = ["acme", "ca", "selfSigned", "vault", "venafi"] as const;

/** Usages of keys that cert-manager knows. Source: cert-manager, pkg/apis/certmanager/v1/types.go. */
const usages = new Set([
  "signing",
  "digital signature",
  "content commitment",
  "key encipherment",
  "key agreement",
  "data encipherment",
  "cert sign",
  "crl sign",
  "encipher only",
  "decipher only",
  "any",
  "server auth",
  "client auth",
  "code signing",
  "email protection",
  "s/mime",
  "ipsec end system",
  "ipsec tunnel",
  "ipsec user",
  "timestamping",
  "ocsp signing",
  "microsoft sgc",
  "netscape sgc",
]);

/** What stands behind the webhook of cert-manager. */
export const certManagerReview: AdmissionHook = {
  webhook: "webhook.cert-manager.io",
  review({ object, previous }) {
    const kind = kindKey(object);
    if (kind === kinds.certificate) checkCertificate(object.spec);
    if (kind === kinds.issuer || kind === kinds.clusterIssuer) checkIssuer(object.spec);
    if (kind === kinds.request) {
      refuseIf(previous && canonicalJson(previous.spec) !== canonicalJson(object.spec), rules.requestChanged);
    }
    return undefined;
  },
};

function checkCertificate(spec: Json | undefined): void {
  refuseIf(textAt(spec, "secretName") === "", rules.secretName);
  refuseIf(textAt(spec, "issuerRef.name") === "", rules.issuerName);
  const kind = textAt(spec, "issuerRef.kind") || "Issuer";
  const isForeign = !["", "cert-manager.io"].includes(textAt(spec, "issuerRef.group"));
  refuseIf(!isForeign && kind !== "Issuer" && kind !== "ClusterIssuer", rules.issuerKind, kind);
  const commonName = textAt(spec, "commonName");
  const lists = ["dnsNames", "uris", "emailAddresses", "ipAddresses", "otherNames"];
  const hasName = commonName !== "" || at(spec, "literalSubject") !== undefined;
  refuseIf(!hasName && lists.every((list) => listAt(spec, list).length === 0), rules.names);
  refuseIf(commonName.length > 64, rules.commonName);
  const size = numberAt(spec, "privateKey.size", 0);
  const isRsa = ["", "RSA"].includes(textAt(spec, "privateKey.algorithm"));
  refuseIf(isRsa && size !== 0 && (size < 2048 || size > 8192), rules.keySize, size);
  for (const [index, usage] of textsAt(spec, "usages").entries())
    refuseIf(!usages.has(usage), rules.usage, index, usage);
  checkTimes(spec);
}

function checkTimes(spec: Json | undefined): void {
  const duration = parseDuration(textAt(spec, "duration")) ?? usualDuration;
  refuseIf(duration < hour, rules.duration, formatDuration(duration));
  const renewBefore = parseDuration(textAt(spec, "renewBefore"));
  if (renewBefore === undefined) return;
  refuseIf(renewBefore >= duration, rules.renewBefore, formatDuration(duration), formatDuration(renewBefore));
}

function checkIssuer(spec: Json | undefined): void {
  const configured = types.filter((type) => at(spec, type) !== undefined);
  refuseIf(configured.length === 0, rules.noType);
  refuseIf(configured.length > 1, rules.moreTypes, configured[1] ?? "");
  if (at(spec, "ca") !== undefined) refuseIf(textAt(spec, "ca.secretName") === "", rules.authorityName);
  if (at(spec, "acme") === undefined) return;
  refuseIf(textAt(spec, "acme.privateKeySecretRef.name") === "", rules.accountKey);
  refuseIf(textAt(spec, "acme.server") === "", rules.acmeServer);
  for (const [index, solver] of objectsAt(spec, "acme.solvers").entries()) checkSolver(solver, index);
}

function checkSolver(solver: JsonObject, index: number): void {
  const http = at(solver, "http01");
  const dns = at(solver, "dns01");
  if (http === undefined && dns === undefined) refuse(rules.noSolver, index);
  refuseIf(http !== undefined && dns !== undefined, rules.moreSolvers, index);
  if (http === undefined) return;
  const gateway = at(http, "gatewayHTTPRoute");
  const ingress = at(http, "ingress");
  refuseIf(gateway === undefined && ingress === undefined, rules.noHttpSolver, index);
  refuseIf(gateway !== undefined && ingress !== undefined, rules.moreHttpSolvers, index);
  const type = textAt(gateway, "serviceType");
  refuseIf(!["", "ClusterIP", "NodePort"].includes(type), rules.solverService, index, type);
}
