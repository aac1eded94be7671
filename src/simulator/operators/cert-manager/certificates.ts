import type { ControllerContext } from "../../kubernetes/controller.ts";
import { recordEvent } from "../../kubernetes/events.ts";
import { at, numberAt, textAt, textMapAt, textsAt } from "../../kubernetes/fields.ts";
import {
  type Condition,
  conditionOf,
  isTerminating,
  isTrue,
  type KubernetesObject,
  ownedBy,
  withConditions,
} from "../../kubernetes/object.ts";
import { parseDuration } from "../../time/duration.ts";
import { canonicalJson } from "../../world/json.ts";
import { encoded, pem } from "../key-material.ts";
import { kinds } from "./kinds.ts";
import type { Settings } from "./settings.ts";

/** Seconds that a certificate lives when it does not say: 90 days. */
const usualDuration = 90 * 24 * 3600;

/** Issues certificates into their secrets: by a request each time, and none while a valid secret is there. */
export function reconcileCertificates(context: ControllerContext, settings: Settings): void {
  for (const certificate of context.api.list(kinds.certificate)) {
    if (isTerminating(certificate)) continue;
    const problem = secretProblem(context, certificate);
    if (problem === undefined) settle(context, certificate);
    else issue(context, certificate, { problem, settings });
  }
}

interface SecretProblem {
  readonly reason: string;
  readonly message: string;
}

/** Why the secret does not do; undefined when it does. Source: cert-manager, internal/controller/certificates/policies. */
function secretProblem({ api }: ControllerContext, certificate: KubernetesObject): SecretProblem | undefined {
  const secret = api.find("/Secret", textAt(certificate.spec, "secretName"), certificate.metadata.namespace);
  if (!secret) return { reason: "DoesNotExist", message: "Issuing certificate as Secret does not exist" };
  const data = textMapAt(secret, "data");
  if (!data["tls.key"]) {
    return { reason: "MissingData", message: "Issuing certificate as Secret does not contain a private key" };
  }
  if (!data["tls.crt"]) {
    return { reason: "MissingData", message: "Issuing certificate as Secret does not contain a certificate" };
  }
  const annotations = secret.metadata.annotations ?? {};
  const reference = at(certificate.spec, "issuerRef");
  if (annotations["cert-manager.io/issuer-name"] !== textAt(reference, "name")) {
    const from = annotations["cert-manager.io/issuer-name"] ?? "";
    const message = `Issuing certificate as Secret was previously issued by "${from}"`;
    return { reason: "IncorrectIssuer", message };
  }
  if (annotations["cert-manager.io/alt-names"] !== namesOf(certificate).join(",")) {
    return {
      reason: "RequestChanged",
      message: "Fields on existing CertificateRequest resource not up to date: [spec.dnsNames]",
    };
  }
  return undefined;
}

function namesOf(certificate: KubernetesObject): readonly string[] {
  const names = textsAt(certificate.spec, "dnsNames");
  const commonName = textAt(certificate.spec, "commonName");
  return commonName === "" || names.includes(commonName) ? names : [...names, commonName];
}

function settle({ api, cluster }: ControllerContext, certificate: KubernetesObject): void {
  const ready: Condition = {
    type: "Ready",
    status: "True",
    reason: "Ready",
    message: "Certificate is up to date and has not expired",
  };
  const known = textAt(certificate.status, "notAfter") !== "";
  const duration = parseDuration(textAt(certificate.spec, "duration")) ?? usualDuration;
  const time = (seconds: number): string => new Date(cluster.now.getTime() + seconds * 1_000).toISOString();
  const times = { notBefore: time(0), notAfter: time(duration), renewalTime: time((duration * 2) / 3) };
  const conditions = withConditions(certificate, ready).filter(({ type }) => type !== "Issuing");
  api.setStatus(certificate, { ...(known ? {} : times), conditions });
}

interface Issuance {
  readonly problem: SecretProblem;
  readonly settings: Settings;
}

function issue(context: ControllerContext, certificate: KubernetesObject, { problem, settings }: Issuance): void {
  const { api } = context;
  const revision = numberAt(certificate.status, "revision", 0) + 1;
  const { name, namespace = "" } = certificate.metadata;
  const request = api.find(kinds.request, `${name}-${revision}`, namespace);
  if (request && !isFor(request, certificate)) {
    withdraw(context, request);
    return;
  }
  if (conditionOf(certificate, "Ready") === undefined) {
    recordEvent(context, certificate, { type: "Normal", reason: "Issuing", message: problem.message });
  }
  const current = api.setStatus(certificate, {
    conditions: withConditions(
      certificate,
      { type: "Ready", status: "False", ...problem },
      { type: "Issuing", status: "True", ...problem },
    ),
  });
  if (!request) {
    if (context.elapsed(`request ${certificate.metadata.uid} ${revision}`, 1)) makeRequest(context, current, revision);
    return;
  }
  if (isTrue(request, "Ready")) complete(context, current, { request, revision, settings });
}

/** True for a request that asks for what the certificate says now. */
function isFor(request: KubernetesObject, certificate: KubernetesObject): boolean {
  return (
    canonicalJson(textsAt(request.spec, "dnsNames")) === canonicalJson(namesOf(certificate)) &&
    canonicalJson(at(request.spec, "issuerRef") ?? null) === canonicalJson(at(certificate.spec, "issuerRef") ?? null)
  );
}

/**
 * Another request takes the place of one for what a certificate said before, and of its order.
 * Source: cert-manager, pkg/controller/certificates/requestmanager.
 */
function withdraw({ api }: ControllerContext, request: KubernetesObject): void {
  const keyName = request.metadata.annotations?.["cert-manager.io/private-key-secret-name"] ?? "";
  const key = api.find("/Secret", keyName, request.metadata.namespace);
  if (key) api.delete(key);
  if (!isTerminating(request)) api.delete(request);
}

/** The private key waits in a secret of its own until the certificate is there. */
function makeRequest({ api, cluster }: ControllerContext, certificate: KubernetesObject, revision: number): void {
  const { name, namespace = "" } = certificate.metadata;
  const random = cluster.world.ids.text(5, "bcdfghjklmnpqrstvwxz2456789", "cert-manager/next-key", [name, revision]);
  const ownerReferences = [ownedBy(certificate)];
  api.apply({
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: `${name}-${random}`,
      namespace,
      ownerReferences,
      labels: { "cert-manager.io/next-private-key": "true", "controller.cert-manager.io/fao": "true" },
    },
    type: "Opaque",
    data: encoded({ "tls.key": pem(cluster, "RSA PRIVATE KEY", [namespace, name, revision]) }),
  });
  api.create({
    apiVersion: "cert-manager.io/v1",
    kind: "CertificateRequest",
    metadata: {
      name: `${name}-${revision}`,
      namespace,
      ownerReferences,
      annotations: {
        "cert-manager.io/certificate-name": name,
        "cert-manager.io/certificate-revision": String(revision),
        "cert-manager.io/private-key-secret-name": `${name}-${random}`,
      },
    },
    spec: {
      issuerRef: at(certificate.spec, "issuerRef"),
      dnsNames: namesOf(certificate),
      usages: at(certificate.spec, "usages"),
    },
  });
}

interface Completion {
  readonly request: KubernetesObject;
  readonly revision: number;
  readonly settings: Settings;
}

function complete(context: ControllerContext, certificate: KubernetesObject, completion: Completion): void {
  const { api, cluster } = context;
  const { request, revision, settings } = completion;
  const { name, namespace = "" } = certificate.metadata;
  const nextName = request.metadata.annotations?.["cert-manager.io/private-key-secret-name"] ?? "";
  const next = api.find("/Secret", nextName, namespace);
  const reference = at(certificate.spec, "issuerRef");
  const authority = textAt(request.status, "ca");
  api.apply({
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: textAt(certificate.spec, "secretName"),
      namespace,
      labels: { "controller.cert-manager.io/fao": "true" },
      annotations: {
        "cert-manager.io/certificate-name": name,
        "cert-manager.io/alt-names": namesOf(certificate).join(","),
        "cert-manager.io/common-name": namesOf(certificate)[0] ?? "",
        "cert-manager.io/issuer-name": textAt(reference, "name"),
        "cert-manager.io/issuer-kind": textAt(reference, "kind") || "Issuer",
        "cert-manager.io/issuer-group": textAt(reference, "group") || "cert-manager.io",
      },
      ...(settings.ownsSecrets ? { ownerReferences: [ownedBy(certificate)] } : {}),
    },
    type: "kubernetes.io/tls",
    data: {
      ...encoded({ "tls.crt": pem(cluster, "CERTIFICATE", [namespace, name, revision]) }),
      "tls.key": textMapAt(next, "data")["tls.key"] ?? "",
      ...(authority === "" ? {} : { "ca.crt": authority }),
    },
  });
  if (next) api.delete(next);
  const conditions = withConditions(certificate).filter(({ type }) => type !== "Issuing");
  api.setStatus(certificate, { revision, notAfter: "", conditions });
  const message = "The certificate has been successfully issued";
  recordEvent(context, certificate, { type: "Normal", reason: "Issuing", message });
}
