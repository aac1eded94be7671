import { at, flagAt, objectAt, objectsAt, textAt } from "../../kubernetes/fields.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import type { AdmissionHook } from "../../kubernetes/server/admission-hook.ts";
import { refuseIf } from "../../kubernetes/server/kubernetes-error.ts";
import type { Json } from "../../world/json.ts";
import { childName } from "./children.ts";
import { group } from "./kinds.ts";
import { rules } from "./rules.ts";

/** What stands behind the webhooks of the operator, one for each kind. */
export const victoriaMetricsReviews: readonly AdmissionHook[] = [
  review("vmagents", checkAgent),
  review("vmalerts", checkAlert),
  review("vmalertmanagers", checkAlertmanager),
  review("vmrules", checkRule),
  review("vmusers", checkUser),
];

function review(plural: string, check: (object: KubernetesObject) => void): AdmissionHook {
  return {
    webhook: `${plural}.${group}`,
    review({ object, operation }) {
      if (operation !== "DELETE") check(object);
      return undefined;
    },
  };
}

function hasOwnServiceName(object: KubernetesObject): boolean {
  return textAt(object.spec, "serviceSpec.metadata.name") === childName(object);
}

function checkAgent(object: KubernetesObject): void {
  const { spec } = object;
  const targets = objectsAt(spec, "remoteWrite");
  refuseIf(hasOwnServiceName(object), rules.agentService, childName(object));
  refuseIf(targets.length === 0, rules.agentWithoutTarget);
  const nameless = targets.findIndex((target) => textAt(target, "url") === "");
  refuseIf(nameless >= 0, rules.agentTargetUrl, nameless);
  refuseIf(flagAt(spec, "daemonSetMode") && flagAt(spec, "statefulMode"), rules.agentModes);
}

function checkAlert(object: KubernetesObject): void {
  const { spec } = object;
  const isNowhere = (one: Json | undefined): boolean => textAt(one, "url") === "" && at(one, "selector") === undefined;
  const notifier = at(spec, "notifier");
  const notifiers = objectsAt(spec, "notifiers");
  refuseIf(hasOwnServiceName(object), rules.alertService, childName(object));
  refuseIf(textAt(spec, "datasource.url") === "", rules.alertSource);
  refuseIf(notifier !== undefined && isNowhere(notifier), rules.alertNotifier);
  const nowhere = notifiers.findIndex(isNowhere);
  refuseIf(nowhere >= 0, rules.alertNotifiers, nowhere);
  const hasAny = notifier !== undefined || notifiers.length > 0 || at(spec, "notifierConfigRef") !== undefined;
  const isBlackhole = objectAt(spec, "extraArgs")["notifier.blackhole"] !== undefined;
  refuseIf(!hasAny && !isBlackhole, rules.alertWithoutNotifier);
}

function checkAlertmanager(object: KubernetesObject): void {
  refuseIf(hasOwnServiceName(object), rules.alertmanagerService, childName(object));
  refuseIf(textAt(object.spec, "configSecret") === `${childName(object)}-config`, rules.alertmanagerSecret);
}

function checkRule({ spec, metadata }: KubernetesObject): void {
  const names = objectsAt(spec, "groups").map((entry) => textAt(entry, "name"));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  refuseIf(twice !== undefined, rules.ruleGroupTwice, `${metadata.namespace ?? ""}/${metadata.name}`, twice ?? "");
}

function checkUser({ spec }: KubernetesObject): void {
  const has = (path: string): boolean => at(spec, path) !== undefined;
  const targets = objectsAt(spec, "targetRefs");
  refuseIf(has("username") && has("bearerToken"), rules.userTokenAndName);
  refuseIf(has("password") && has("passwordRef"), rules.userPasswords);
  refuseIf(targets.length === 0, rules.userWithoutTarget);
  refuseIf(
    targets.some((target) => target.crd !== undefined && target.static !== undefined),
    rules.userTargetTwice,
  );
  refuseIf(
    targets.some((target) => target.crd === undefined && target.static === undefined),
    rules.userTargetEmpty,
  );
}
