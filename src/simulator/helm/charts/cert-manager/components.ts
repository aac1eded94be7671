import { textAt } from "../../../kubernetes/fields.ts";
import type { Rendering } from "../shared/chart-versions.ts";
import { imageAt } from "../shared/images.ts";
import type { Scope } from "../shared/scope.ts";

/** The parts of cert-manager. */
export type Component = "controller" | "cainjector" | "webhook" | "startupapicheck";

/** Name of a component's objects: the controller's are those of the release. */
export function componentName(scope: Scope, component: Component): string {
  return component === "controller" ? scope.fullName : `${scope.fullName}-${component}`;
}

/** Labels that choose a component's pods. */
export function componentSelector(scope: Scope, component: Component): Readonly<Record<string, string>> {
  const name = component === "controller" ? scope.name : component;
  return { ...scope.selector, "app.kubernetes.io/name": name, "app.kubernetes.io/component": component };
}

/** Image of a component; from 1.21 on its registry, namespace and name stand apart. */
export function componentImage({ values, appVersion }: Rendering, path: string): string {
  const registry = textAt(values, "imageRegistry");
  const written = textAt(values, `${path}.repository`);
  if (written !== "" || registry === "") return imageAt(values, path, { tag: appVersion });
  const repository = `${textAt(values, "imageNamespace")}/${textAt(values, `${path}.name`)}`;
  return `${registry}/${repository}:${textAt(values, `${path}.tag`) || appVersion}`;
}
