import { denial } from "../review.ts";
import { group } from "./kinds.ts";

const types = "VictoriaMetrics/operator, api/operator/v1beta1";

interface Refusal<Details extends readonly unknown[]> {
  readonly id: string;
  readonly message: (...details: Details) => string;
}

/** A rule of the webhook of one kind; it answers as controller-runtime does, with 403. */
function refusal<Details extends readonly unknown[]>(plural: string, { id, message }: Refusal<Details>) {
  return denial(
    `${plural}.${group}`,
    {
      id: `victoria-metrics/${id}`,
      operation: `write ${plural}`,
      message,
      source: `${types}/${plural.slice(0, -1)}_types.go`,
    },
    { code: "Forbidden", http: 403 },
  );
}

const sameName = (name: string) => `spec.serviceSpec.Name cannot be equal to prefixed name="${name}"`;

/** What the webhook of the operator refuses. */
export const rules = {
  agentWithoutTarget: refusal("vmagents", {
    id: "agent-without-target",
    message: () => "spec.remoteWrite cannot be empty array, provide at least one remoteWrite",
  }),
  agentTargetUrl: refusal("vmagents", {
    id: "agent-target-url",
    message: (index: number) => `remoteWrite.url cannot be empty at idx: ${index}`,
  }),
  agentModes: refusal("vmagents", {
    id: "agent-modes",
    message: () => "daemonSetMode and statefulMode cannot be used in the same time",
  }),
  agentService: refusal("vmagents", { id: "agent-service-name", message: sameName }),
  alertSource: refusal("vmalerts", { id: "alert-source", message: () => "spec.datasource.url cannot be empty" }),
  alertNotifier: refusal("vmalerts", {
    id: "alert-notifier-url",
    message: () =>
      "spec.notifier.url and spec.notifier.selector cannot be empty at the same time, provide at least one setting",
  }),
  alertNotifiers: refusal("vmalerts", {
    id: "alert-notifiers-url",
    message: (index: number) =>
      `notifier.url is empty and selector is not set, provide at least once for spec.notifiers at idx: ${index}`,
  }),
  alertWithoutNotifier: refusal("vmalerts", {
    id: "alert-without-notifier",
    message: () => "vmalert should have at least one notifier.url or enable `-notifier.blackhole`",
  }),
  alertService: refusal("vmalerts", { id: "alert-service-name", message: sameName }),
  alertmanagerSecret: refusal("vmalertmanagers", {
    id: "alertmanager-config-secret",
    message: () =>
      "spec.configSecret uses the same name as built-in config secret used by operator. Please change it's name",
  }),
  alertmanagerService: refusal("vmalertmanagers", { id: "alertmanager-service-name", message: sameName }),
  ruleGroupTwice: refusal("vmrules", {
    id: "rule-group-twice",
    message: (place: string, name: string) => `duplicate group name: VMRule: ${place} group: ${name}`,
  }),
  userTokenAndName: refusal("vmusers", {
    id: "user-token-and-name",
    message: () => "one of spec.username and spec.bearerToken must be defined for user, got both",
  }),
  userPasswords: refusal("vmusers", {
    id: "user-passwords",
    message: () => "one of spec.password or spec.passwordRef must be used for user, got both",
  }),
  userWithoutTarget: refusal("vmusers", {
    id: "user-without-target",
    message: () => "at least 1 TargetRef must be provided for spec.targetRefs",
  }),
  userTargetTwice: refusal("vmusers", {
    id: "user-target-twice",
    message: () => "targetRef validation failed, one of `crd` or `static` must be configured, got both",
  }),
  userTargetEmpty: refusal("vmusers", {
    id: "user-target-empty",
    message: () => "targetRef validation failed, one of `crd` or `static` must be configured, got none",
  }),
} as const;
