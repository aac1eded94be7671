import { denial } from "../review.ts";

const webhook = "webhook.cert-manager.io";
const status = { code: "NotAcceptable", http: 406 };
const certificates = "cert-manager, internal/apis/certmanager/validation/certificate.go";
const issuers = "cert-manager, internal/apis/certmanager/validation/issuer.go";

const certificate = <Details extends readonly unknown[]>(id: string, message: (...details: Details) => string) =>
  denial(webhook, { id: `cert-manager/${id}`, operation: "write Certificate", message, source: certificates }, status);
const issuer = <Details extends readonly unknown[]>(id: string, message: (...details: Details) => string) =>
  denial(webhook, { id: `cert-manager/${id}`, operation: "write Issuer", message, source: issuers }, status);

/** What the webhook of cert-manager refuses. */
export const rules = {
  secretName: certificate("certificate-secret-name", () => "spec.secretName: Required value: must be specified"),
  issuerName: certificate("certificate-issuer-name", () => "spec.issuerRef.name: Required value: must be specified"),
  issuerKind: certificate(
    "certificate-issuer-kind",
    (kind: string) =>
      `spec.issuerRef.kind: Invalid value: "${kind}": must be one of Issuer or ClusterIssuer (did you forget to set spec.issuerRef.kind.group?)`,
  ),
  names: certificate(
    "certificate-names",
    () =>
      'spec: Invalid value: "": at least one of commonName (from the commonName field or from a literalSubject), dnsNames, emailSANs, ipAddresses, otherNames, or uriSANs must be set',
  ),
  commonName: certificate("certificate-common-name", () => "spec.commonName: Too long: may not be more than 64 bytes"),
  duration: certificate(
    "certificate-duration",
    (duration: string) =>
      `spec.duration: Invalid value: "${duration}": certificate duration must be greater than 1h0m0s`,
  ),
  renewBefore: certificate(
    "certificate-renew-before",
    (duration: string, renewBefore: string) =>
      `spec.renewBefore: Invalid value: "${renewBefore}": certificate duration ${duration} must be greater than renewBefore ${renewBefore}`,
  ),
  keySize: certificate(
    "certificate-key-size",
    (size: number) =>
      `spec.privateKey.size: Invalid value: ${size}: must be between 2048 and 8192 for rsa keyAlgorithm`,
  ),
  usage: certificate(
    "certificate-usage",
    (index: number, usage: string) => `spec.usages[${index}]: Invalid value: "${usage}": unknown keyusage`,
  ),
  requestChanged: denial(
    webhook,
    {
      id: "cert-manager/request-changed",
      operation: "update CertificateRequest",
      message: () => "spec: Forbidden: cannot change spec after creation",
      source: "cert-manager, internal/apis/certmanager/validation/certificaterequest.go",
    },
    status,
  ),
  noType: issuer("issuer-no-type", () => "spec: Required value: at least one issuer must be configured"),
  moreTypes: issuer(
    "issuer-more-types",
    (type: string) => `spec.${type}: Forbidden: may not specify more than one issuer type`,
  ),
  accountKey: issuer(
    "issuer-account-key",
    () => "spec.acme.privateKeySecretRef.name: Required value: private key secret name is a required field",
  ),
  acmeServer: issuer(
    "issuer-acme-server",
    () => "spec.acme.server: Required value: acme server URL is a required field",
  ),
  noSolver: issuer(
    "issuer-no-solver",
    (index: number) => `spec.acme.solvers[${index}]: Required value: no solver type configured`,
  ),
  moreSolvers: issuer(
    "issuer-more-solvers",
    (index: number) =>
      `spec.acme.solvers[${index}]: Forbidden: may not specify more than one solver type in a single solver`,
  ),
  noHttpSolver: issuer(
    "issuer-no-http-solver",
    (index: number) => `spec.acme.solvers[${index}].http01: Required value: no HTTP01 solver type configured`,
  ),
  moreHttpSolvers: issuer(
    "issuer-more-http-solvers",
    (index: number) =>
      `spec.acme.solvers[${index}].http01: Required value: only 1 HTTP01 solver type may be configured`,
  ),
  solverService: issuer(
    "issuer-solver-service",
    (index: number, type: string) =>
      `spec.acme.solvers[${index}].http01.gateway.serviceType: Invalid value: "${type}": must be empty, "ClusterIP" or "NodePort"`,
  ),
  authorityName: issuer("issuer-authority-name", () => "spec.ca.secretName: Required value"),
} as const;
