import { at, flagAt, objectAt, objectsAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";
import { ChartError } from "../../chart.ts";
import type { Rendering } from "../shared/chart-versions.ts";
import { isEmpty } from "../shared/compact.ts";
import { configMap, secret } from "../shared/configuration.ts";
import { inNamespace, type Scope } from "../shared/scope.ts";

const apiVersion = "operator.victoriametrics.com/v1beta1";

/** The resources from which the operator makes storage, collection and alerts. */
export function customResources(rendering: Rendering, scope: Scope): readonly Manifest[] {
  const { values } = scope;
  const isOn = (key: string): boolean => flagAt(values, `${key}.enabled`);
  return [
    ...(isOn("vmsingle") ? [resource(rendering, scope, "VMSingle", "vmsingle", singleSpec(rendering, scope))] : []),
    ...(isOn("vmcluster") ? [resource(rendering, scope, "VMCluster", "vmcluster", {})] : []),
    ...(isOn("vmagent") ? [resource(rendering, scope, "VMAgent", "vmagent", agentSpec(rendering, scope))] : []),
    ...(isOn("vmalert") ? alert(rendering, scope) : []),
    ...(isOn("alertmanager") ? alertmanager(rendering, scope) : []),
    ...(isOn("vmauth") ? [resource(rendering, scope, "VMAuth", "vmauth", {})] : []),
  ];
}

/** A resource with the specification of the values over what the chart works out. */
function resource(
  { edition, appVersion }: Rendering,
  scope: Scope,
  kind: string,
  key: string,
  derived: JsonObject,
): Manifest {
  const given = objectAt(scope.values, `${key}.spec`);
  const image = edition === "newest" && kind !== "VMAlertmanager" ? { image: { tag: appVersion } } : {};
  const extraArgs = { ...objectAt(derived, "extraArgs"), ...objectAt(given, "extraArgs") };
  const metadata = inNamespace(scope, scope.fullName, {
    labels: textMapAt(scope.values, `${key}.labels`),
    annotations: textMapAt(scope.values, `${key}.annotations`),
  });
  const spec = { ...image, ...derived, ...given, ...(isEmpty(extraArgs) ? {} : { extraArgs }) };
  return { apiVersion, kind, metadata, spec };
}

function singleSpec(rendering: Rendering, scope: Scope): JsonObject {
  if (!flagAt(scope.values, "vmalert.enabled")) return {};
  const port = textAt(scope.values, "vmalert.spec.port") || "8080";
  return { extraArgs: { "vmalert.proxyURL": serviceUrl(rendering, scope, "vmalert", port) } };
}

function agentSpec(rendering: Rendering, scope: Scope): JsonObject {
  const { values } = scope;
  const external = textAt(values, rendering.edition === "reference" ? "externalVM.write.url" : "external.vm.write.url");
  const own = flagAt(values, "vmsingle.enabled") ? [{ url: `${storeUrl(rendering, scope)}/api/v1/write` }] : [];
  const remoteWrite = [
    ...own,
    ...(external === "" ? [] : [{ url: external }]),
    ...objectsAt(values, "vmagent.additionalRemoteWrites"),
  ];
  return { remoteWrite };
}

/** Address of the store, at which others read and write. */
export function storeUrl(rendering: Rendering, scope: Scope): string {
  const usual = rendering.edition === "reference" ? "8429" : "8428";
  return serviceUrl(rendering, scope, "vmsingle", textAt(scope.values, "vmsingle.spec.port") || usual);
}

function serviceUrl({ namespace }: Rendering, { fullName }: Scope, kind: string, port: string): string {
  return `http://${kind}-${fullName}.${namespace}.svc:${port}`;
}

function alert(rendering: Rendering, scope: Scope): readonly Manifest[] {
  const { values } = scope;
  const url = storeUrl(rendering, scope);
  const notifiers = flagAt(values, "alertmanager.enabled")
    ? [{ url: serviceUrl(rendering, scope, "vmalertmanager", textAt(values, "alertmanager.spec.port") || "9093") }]
    : [];
  checkNotifiers(rendering, scope, notifiers.length > 0);
  return [
    resource(rendering, scope, "VMAlert", "vmalert", {
      datasource: { url },
      remoteRead: { url },
      remoteWrite: { url: `${url}/api/v1/write` },
      ...(notifiers.length > 0 ? { notifiers } : {}),
    }),
    ...(rendering.edition === "reference" || !isEmpty(values.vmalert && at(values, "vmalert.templateFiles"))
      ? [configMap(inNamespace(scope, `${scope.fullName}-vmalert`), textMapAt(values, "vmalert.templateFiles"))]
      : []),
  ];
}

/** The newer chart refuses alerts that nobody is told of. */
function checkNotifiers({ edition }: Rendering, { values }: Scope, hasAlertmanager: boolean): void {
  if (edition === "reference" || hasAlertmanager) return;
  const given = ["notifier", "notifiers", "notifierConfigRef"].some(
    (key) => !isEmpty(at(values, `vmalert.spec.${key}`)),
  );
  const isBlackhole = objectAt(values, "vmalert.spec.extraArgs")["notifier.blackhole"] !== undefined;
  if (given || isBlackhole || !isEmpty(at(values, "vmalert.additionalNotifierConfigs"))) return;
  throw new ChartError(
    "execution error at (victoria-metrics-k8s-stack/templates/victoria-metrics-operator/vmalert.yaml): Neither `notifier`, `notifiers` nor `notifierConfigRef` is set for vmalert. If it's intentionally please set `.Values.vmalert.spec.extraArgs['notifier.blackhole']` to `'true'`",
  );
}

function alertmanager(rendering: Rendering, scope: Scope): readonly Manifest[] {
  const { values, fullName } = scope;
  const name = `${fullName}-alertmanager`;
  const template = `${name}-monzo-tpl`;
  const hasTemplate = flagAt(values, "alertmanager.monzoTemplate.enabled");
  const ownSecret = textAt(values, "alertmanager.spec.configSecret");
  return [
    resource(rendering, scope, "VMAlertmanager", "alertmanager", {
      configSecret: ownSecret || name,
      ...(hasTemplate ? { templates: [{ name: template, key: "monzo.tmpl" }] } : {}),
    }),
    ...(ownSecret === ""
      ? [
          secret(inNamespace(scope, name), {
            "alertmanager.yaml": JSON.stringify(objectAt(values, "alertmanager.config")),
          }),
        ]
      : []),
    ...(hasTemplate
      ? [configMap(inNamespace(scope, template), { "monzo.tmpl": '{{ define "slack.monzo" }}{{ end }}' })]
      : []),
  ];
}
