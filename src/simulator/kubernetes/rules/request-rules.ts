import { rule } from "../../rule.ts";

const errors = "apimachinery, pkg/api/errors/errors.go";
const lifecycle = "apiserver, pkg/admission/plugin/namespace/lifecycle/admission.go";

/** What an API server refuses whatever the kind. A resource is named `deployments.apps`. */
export const requestRules = {
  kindUnknown: rule({
    id: "kubernetes/kind-unknown",
    operation: "any",
    code: "NotFound",
    http: 404,
    message: (kind: string, version: string) => `no matches for kind "${kind}" in version "${version}"`,
    source: "apimachinery, pkg/api/meta/errors.go",
  }),
  versionNotServed: rule({
    id: "kubernetes/version-not-served",
    operation: "any",
    code: "NotFound",
    http: 404,
    message: () => "the server could not find the requested resource",
    source: `${errors}; apiextensions-apiserver, pkg/apiserver/customresource_handler.go`,
  }),
  specUnreadable: rule({
    id: "kubernetes/spec-unreadable",
    operation: "any",
    code: "BadRequest",
    http: 400,
    message: (kind: string, version: string, type: string) =>
      `${kind} in version "${version}" cannot be handled as a ${kind}: json: cannot unmarshal ${type} into Go struct field ${kind}.spec of type ${version}.${kind}Spec`,
    source: "apiserver, pkg/endpoints/handlers/negotiation/errors.go; wording from general knowledge",
  }),
  numberUnreadable: rule({
    id: "kubernetes/number-unreadable",
    operation: "any",
    code: "BadRequest",
    http: 400,
    message: (kind: string, version: string, field: string, found: string) =>
      `${kind} in version "${version}" cannot be handled as a ${kind}: json: cannot unmarshal ${found} into Go struct field ${kind}Spec.spec.${field} of type int32`,
    source: "apiserver, pkg/endpoints/handlers/negotiation/errors.go; wording from general knowledge",
  }),
  specForm: rule({
    id: "kubernetes/spec-form",
    operation: "any",
    code: "Invalid",
    http: 422,
    message: (kind: string, name: string, type: string) =>
      `${kind} "${name}" is invalid: spec: Invalid value: "${type}": spec in body must be of type object: "${type}"`,
    source: "apiextensions-apiserver, pkg/apiserver/validation; wording from general knowledge",
  }),
  notFound: rule({
    id: "kubernetes/not-found",
    operation: "get",
    code: "NotFound",
    http: 404,
    message: (resource: string, name: string) => `${resource} "${name}" not found`,
    source: errors,
  }),
  alreadyExists: rule({
    id: "kubernetes/already-exists",
    operation: "create",
    code: "AlreadyExists",
    http: 409,
    message: (resource: string, name: string) => `${resource} "${name}" already exists`,
    source: errors,
  }),
  stale: rule({
    id: "kubernetes/stale-version",
    operation: "update",
    code: "Conflict",
    http: 409,
    message: (resource: string, name: string) =>
      `Operation cannot be fulfilled on ${resource} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
    source: `${errors}; tail from general knowledge`,
  }),
  namespaceMissing: rule({
    id: "kubernetes/namespace-missing",
    operation: "create",
    code: "NotFound",
    http: 404,
    message: (namespace: string) => `namespaces "${namespace}" not found`,
    source: lifecycle,
  }),
  namespaceTerminating: rule({
    id: "kubernetes/namespace-terminating",
    operation: "create",
    code: "Forbidden",
    http: 403,
    message: (resource: string, name: string, namespace: string) =>
      `${resource} "${name}" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
    source: lifecycle,
  }),
  namespaceProtected: rule({
    id: "kubernetes/namespace-protected",
    operation: "delete",
    code: "Forbidden",
    http: 403,
    message: (name: string) => `namespaces "${name}" is forbidden: this namespace may not be deleted`,
    source: lifecycle,
  }),
  namespaceGoing: rule({
    id: "kubernetes/namespace-going",
    operation: "delete",
    code: "Conflict",
    http: 409,
    message: (name: string) =>
      `Operation cannot be fulfilled on namespaces "${name}": The system is ensuring all content is removed from this namespace.  Upon completion, this namespace will automatically be purged by the system.`,
    source: "argo-cd issue 1329",
  }),
  body: rule({
    id: "kubernetes/request-too-large",
    operation: "any",
    code: "RequestEntityTooLarge",
    http: 413,
    message: () => "Request entity too large: limit is 3145728",
    source: "apiserver, pkg/server/config.go",
  }),
  stored: rule({
    id: "kubernetes/object-too-large",
    operation: "any",
    code: "RequestEntityTooLarge",
    http: 413,
    message: () => "etcdserver: request is too large",
    source: "apiserver, pkg/endpoints/handlers/rest.go; limit of 1.5 MiB from general knowledge",
  }),
  definitionTerminating: rule({
    id: "kubernetes/definition-terminating",
    operation: "create",
    code: "Forbidden",
    http: 403,
    message: (resource: string, name: string) =>
      `${resource} "${name}" is forbidden: create not allowed while custom resource definition is terminating`,
    source: "apiextensions-apiserver, pkg/apiserver/customresource_handler.go",
  }),
} as const;
