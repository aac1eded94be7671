import { rule } from "../../rule.ts";

const dispatcher = "apiserver, pkg/admission/plugin/webhook/validating/dispatcher.go";
const statusError = "apiserver, pkg/admission/plugin/webhook/errors/statuserror.go";
const quota = "apiserver, pkg/admission/plugin/resourcequota/controller.go";

/** How the address of a webhook ends a message. */
const failed = (webhook: string, url: string, cause: string): string =>
  `Internal error occurred: failed calling webhook "${webhook}": failed to call webhook: Post "${url}": ${cause}`;

/** What the admission of an API server refuses. */
export const admissionRules = {
  noEndpoints: rule({
    id: "kubernetes/webhook-no-endpoints",
    operation: "any",
    code: "InternalError",
    http: 500,
    message: (webhook: string, url: string, service: string) =>
      failed(webhook, url, `no endpoints available for service "${service}"`),
    source: `${dispatcher}; pkg/util/proxy/proxy.go`,
  }),
  serviceMissing: rule({
    id: "kubernetes/webhook-service-missing",
    operation: "any",
    code: "InternalError",
    http: 500,
    message: (webhook: string, url: string, service: string) => failed(webhook, url, `service "${service}" not found`),
    source: `${dispatcher}; cause from general knowledge`,
  }),
  authority: rule({
    id: "kubernetes/webhook-authority",
    operation: "any",
    code: "InternalError",
    http: 500,
    message: (webhook: string, url: string) =>
      failed(webhook, url, "tls: failed to verify certificate: x509: certificate signed by unknown authority"),
    source: `${dispatcher}; cause from general knowledge`,
  }),
  denied: rule({
    id: "kubernetes/webhook-denied",
    operation: "any",
    code: "Forbidden",
    http: 403,
    message: (webhook: string, reason: string) => `admission webhook "${webhook}" denied the request: ${reason}`,
    source: statusError,
  }),
  dryRun: rule({
    id: "kubernetes/webhook-dry-run",
    operation: "any",
    code: "BadRequest",
    http: 400,
    message: (webhook: string) => `admission webhook "${webhook}" does not support dry run`,
    source: statusError,
  }),
  quotaExceeded: rule({
    id: "kubernetes/quota-exceeded",
    operation: "create",
    code: "Forbidden",
    http: 403,
    message: (resource: string, name: string, exceeded: string) =>
      `${resource} "${name}" is forbidden: exceeded quota: ${exceeded}`,
    source: quota,
  }),
  quotaField: rule({
    id: "kubernetes/quota-needs-field",
    operation: "create",
    code: "Forbidden",
    http: 403,
    message: (resource: string, name: string, quotaName: string, fields: string) =>
      `${resource} "${name}" is forbidden: failed quota: ${quotaName}: must specify ${fields}`,
    source: `${quota}; tail from general knowledge`,
  }),
} as const;
