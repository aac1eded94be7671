import { rule } from "../../rule.ts";
import { invalid } from "./invalid.ts";

const validation = "apimachinery, pkg/util/validation/validation.go";
const metadata = "apimachinery, pkg/api/validation/objectmeta.go";

/** What an API server refuses in the metadata of objects. */
export const metadataRules = {
  nameMissing: invalid("name-missing", "create", metadata),
  name: invalid("name", "create", validation),
  nameLabel: invalid("name-label", "create", validation),
  nameLength: invalid("name-length", "create", validation),
  serviceName: invalid("service-name", "create", `${validation}; relaxed in the newest releases`),
  labelKey: invalid("label-key", "create", validation),
  labelValue: invalid("label-value", "create", "apimachinery, pkg/api/validate/content/kube.go"),
  annotationKey: invalid("annotation-key", "create", metadata),
  annotationSize: invalid("annotations-too-long", "create", `${metadata}, pkg/util/validation/field/errors.go`),
  finalizerName: invalid("finalizer-name", "create", metadata),
  finalizerAdded: invalid("finalizer-added-while-deleting", "update", `${metadata}; argo-cd issue 12493`),
  ownerIncomplete: invalid("owner-incomplete", "create", metadata),
  ownerControllers: invalid("owner-controllers", "create", metadata),
  ownerEvent: invalid("owner-event", "create", metadata),
  immutable: invalid("metadata-immutable", "update", metadata),
  otherObject: rule({
    id: "kubernetes/other-object",
    operation: "update",
    code: "Conflict",
    http: 409,
    message: (resource: string, name: string, given: string, present: string) =>
      `Operation cannot be fulfilled on ${resource} "${name}": Precondition failed: UID in precondition: ${given}, UID in object meta: ${present}`,
    source: "apiserver, pkg/registry/generic/registry/store.go; wording from general knowledge",
  }),
} as const;
