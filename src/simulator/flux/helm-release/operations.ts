import type { HelmOperation } from "../../helm/helm-client.ts";
import { install } from "../../helm/install.ts";
import { releaseHistory } from "../../helm/release-storage.ts";
import { renderRelease } from "../../helm/render.ts";
import { rollback } from "../../helm/rollback.ts";
import { uninstall } from "../../helm/uninstall.ts";
import { upgrade } from "../../helm/upgrade.ts";
import type { ControllerContext } from "../../kubernetes/controller.ts";
import { definitions } from "../../kubernetes/kinds.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import * as settings from "./release-settings.ts";
import type { Wanted } from "./wanted.ts";

/** What Helm does to bring a release to what is asked for: the definitions of its chart first. */
export function* operationOf(
  { api }: ControllerContext,
  release: KubernetesObject,
  wanted: Wanted,
  action: "install" | "upgrade",
): HelmOperation<void> {
  const helm = { api };
  const options = settings.optionsOf(release, action);
  applyDefinitions(helm.api, wanted, settings.definitionPolicyOf(release, action));
  if (action === "install") yield* install(helm, wanted, options);
  else yield* upgrade(helm, wanted, options);
}

function applyDefinitions(api: ControllerContext["api"], wanted: Wanted, policy: settings.DefinitionPolicy): void {
  if (policy === "Skip") return;
  for (const definition of renderRelease({ api }, wanted, "install").crds) {
    const present = api.find(definitions, definition.metadata.name);
    if (!present) api.create(definition);
    else if (policy === "CreateReplace") api.apply(definition, { force: true });
  }
}

/** What puts a failed attempt right: an uninstall, or going back to the last revision that worked. */
export function remediationOf(
  { api }: ControllerContext,
  release: KubernetesObject,
  wanted: Wanted,
  action: "install" | "upgrade",
): HelmOperation<unknown> | undefined {
  const helm = { api };
  if (action === "install" || settings.upgradeStrategyOf(release) === "uninstall") {
    return uninstall(helm, wanted, { ...settings.optionsOf(release, "uninstall"), wait: true });
  }
  const good = releaseHistory(api, wanted.namespace, wanted.name).findLast(
    ({ status }) => status === "deployed" || status === "superseded",
  );
  if (!good) return undefined;
  const { name, namespace } = wanted;
  return rollback(helm, { name, namespace, revision: good.revision }, settings.optionsOf(release, "rollback"));
}
