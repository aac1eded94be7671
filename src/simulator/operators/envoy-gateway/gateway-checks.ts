import { at, listAt, numberAt, objectsAt, textAt } from "../../kubernetes/fields.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import type { DefinitionCheck } from "../../kubernetes/server/definition-check.ts";
import { refuseIf } from "../../kubernetes/server/kubernetes-error.ts";
import type { JsonObject } from "../../world/json.ts";
import { subjectOf } from "../review.ts";
import { kinds } from "./kinds.ts";
import { rules } from "./rules.ts";

/** Rules in the definitions of the Gateway API. */
export const gatewayChecks: readonly DefinitionCheck[] = [
  { kind: kinds.gateway, check: checkGateway },
  {
    kind: kinds.class,
    check: (found, previous) => {
      const changed = previous && textAt(previous.spec, "controllerName") !== textAt(found.spec, "controllerName");
      refuseIf(changed, rules.controllerChanged, subjectOf(found));
    },
  },
  { kind: kinds.httpRoute, check: checkRoute },
];

function checkGateway(gateway: KubernetesObject): void {
  const subject = subjectOf(gateway);
  const listeners = objectsAt(gateway.spec, "listeners");
  refuseIf(listeners.length === 0, rules.noListener, subject);
  for (const [index, listener] of listeners.entries()) checkListener(subject, listener, index);
  const names = listeners.map((listener) => textAt(listener, "name"));
  refuseIf(new Set(names).size < names.length, rules.listenerName, subject);
  const places = listeners.map((listener) =>
    [numberAt(listener, "port", 0), textAt(listener, "protocol"), textAt(listener, "hostname")].join(" "),
  );
  refuseIf(new Set(places).size < places.length, rules.listenerTwice, subject);
}

function checkListener(subject: string, listener: JsonObject, index: number): void {
  const port = numberAt(listener, "port", 0);
  refuseIf(port < 1 || port > 65_535, rules.listenerPort, subject, index, port);
  const protocol = textAt(listener, "protocol");
  const tls = at(listener, "tls");
  refuseIf(tls !== undefined && ["HTTP", "TCP", "UDP"].includes(protocol), rules.listenerTls, subject);
  const mode = textAt(tls, "mode") || "Terminate";
  refuseIf(protocol === "HTTPS" && mode !== "Terminate", rules.listenerMode, subject);
  refuseIf(textAt(listener, "hostname") !== "" && ["TCP", "UDP"].includes(protocol), rules.listenerHost, subject);
  if (tls === undefined || mode !== "Terminate") return;
  const hasOptions = Object.keys(at(tls, "options") ?? {}).length > 0;
  refuseIf(listAt(tls, "certificateRefs").length === 0 && !hasOptions, rules.certificates, subject, index);
}

/** Filters and the member that each type needs. */
const filterFields: Readonly<Record<string, string>> = {
  RequestHeaderModifier: "requestHeaderModifier",
  ResponseHeaderModifier: "responseHeaderModifier",
  RequestMirror: "requestMirror",
  RequestRedirect: "requestRedirect",
  URLRewrite: "urlRewrite",
  ExtensionRef: "extensionRef",
};

function checkRoute(route: KubernetesObject): void {
  const subject = subjectOf(route);
  for (const [index, rule] of objectsAt(route.spec, "rules").entries()) {
    const filters = objectsAt(rule, "filters");
    for (const [position, filter] of filters.entries()) checkFilter(subject, filter, [index, position]);
    const backends = objectsAt(rule, "backendRefs");
    const redirects = filters.some((filter) => at(filter, "requestRedirect") !== undefined);
    refuseIf(redirects && backends.length > 0, rules.redirectWithBackend, subject, index);
    for (const [position, backend] of backends.entries()) {
      const isService = (textAt(backend, "kind") || "Service") === "Service" && textAt(backend, "group") === "";
      refuseIf(isService && at(backend, "port") === undefined, rules.backendPort, subject, index, position);
    }
    const prefix = hasOnePrefix(rule);
    const replaces = (field: string) =>
      filters.some((filter) => at(filter, `${field}.path.replacePrefixMatch`) !== undefined);
    refuseIf(replaces("urlRewrite") && !prefix, rules.rewritePrefix, subject, index);
    refuseIf(replaces("requestRedirect") && !prefix, rules.redirectPrefix, subject, index);
  }
}

function checkFilter(subject: string, filter: JsonObject, [rule, position]: readonly [number, number]): void {
  const type = textAt(filter, "type");
  const field = filterFields[type];
  if (field === undefined) return;
  refuseIf(at(filter, field) === undefined, rules.filterSettings, subject, rule, position, field, type);
  const status = numberAt(filter, "requestRedirect.statusCode", 302);
  refuseIf(![301, 302, 303, 307, 308].includes(status), rules.redirectStatus, subject, rule, position, status);
}

/** Exactly one match, by the begin of the path; without any match a rule matches `/`, which the definition fills in. */
function hasOnePrefix(rule: JsonObject): boolean {
  const matches = objectsAt(rule, "matches");
  if (matches.length === 0) return true;
  return matches.length === 1 && (textAt(matches[0], "path.type") || "PathPrefix") === "PathPrefix";
}
