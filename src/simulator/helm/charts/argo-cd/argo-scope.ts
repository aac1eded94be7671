import { flagAt, textAt } from "../../../kubernetes/fields.ts";
import type { ManifestMeta } from "../../../kubernetes/object.ts";
import type { Rendering } from "../shared/chart-versions.ts";
import { imageAt } from "../shared/images.ts";
import { inNamespace, type MetaOptions, type Scope, scopeOf } from "../shared/scope.ts";
import { type Component, components } from "./components.ts";

/** Scope of Argo CD: its name is `argocd` unless overridden, and its namespace may be another than the release's. */
export function argoScope(rendering: Rendering): Scope {
  const scope = scopeOf(rendering);
  const namespace = textAt(scope.values, "namespaceOverride") || scope.namespace;
  const labels = { ...scope.labels, "app.kubernetes.io/part-of": "argocd" };
  return { ...scope, namespace, labels };
}

/** Components that the values switch on, Redis only without an external one. */
export function enabledComponents({ values }: Scope): readonly Component[] {
  return components.filter(({ key }) => {
    if (key === "redis") return flagAt(values, "redis.enabled") && !flagAt(values, "redis-ha.enabled");
    return key !== "dex" && key !== "notifications" ? true : flagAt(values, `${key}.enabled`);
  });
}

/** `<full name>-<component>`. */
export function componentName(scope: Scope, { key, name }: Component): string {
  return `${scope.fullName}-${textAt(scope.values, `${key}.name`) || name}`;
}

/** Labels that choose a component's pods. */
export function componentSelector(scope: Scope, { key, name }: Component): Readonly<Record<string, string>> {
  const part = textAt(scope.values, `${key}.name`) || name;
  return { ...scope.selector, "app.kubernetes.io/name": `${scope.name}-${part}` };
}

/** Metadata of an object of a component. */
export function componentMeta(
  scope: Scope,
  component: Component,
  name: string,
  options: MetaOptions = {},
): ManifestMeta {
  const part = textAt(scope.values, `${component.key}.name`) || component.name;
  const labels = { ...componentSelector(scope, component), "app.kubernetes.io/component": part, ...options.labels };
  return inNamespace(scope, name, { ...options, labels });
}

/** Image of Argo CD, or the one that the values name at a path. */
export function argoImage({ values }: Scope, path: string, appVersion: string): string {
  const repository = textAt(values, "global.image.repository");
  return imageAt(values, path, { repository, tag: textAt(values, "global.image.tag") || appVersion });
}
