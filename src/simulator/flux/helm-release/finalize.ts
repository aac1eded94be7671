import { lastRelease } from "../../helm/release-storage.ts";
import { uninstall } from "../../helm/uninstall.ts";
import type { ControllerContext } from "../../kubernetes/controller.ts";
import { textAt } from "../../kubernetes/fields.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import { failed, fluxKinds, isSuspended, removeFinalizer, report } from "../objects.ts";
import { retriesNow } from "../retries.ts";
import { helmChartKey } from "./chart.ts";
import * as settings from "./release-settings.ts";
import { beginAction, continueAction, dropAction } from "./running-actions.ts";

/** Uninstalls the release, then lets the HelmRelease go. A suspended one leaves everything as it is. */
export function finalizeRelease(context: ControllerContext, release: KubernetesObject): void {
  const { api, cluster } = context;
  const [name, namespace] = [settings.releaseNameOf(release), settings.releaseNamespaceOf(release)];
  const exists = lastRelease(api, namespace, name) !== undefined;
  const running = continueAction(context, release);
  if (running && running.action !== "uninstall") dropAction(cluster, release);
  const own = running?.action === "uninstall" ? running : undefined;
  if (exists && !isSuspended(release) && own?.state !== "done") {
    if (own?.state === "waiting") return;
    const failedBefore = own?.state === "failed" || textAt(release.status, "uninstallFailed") !== "";
    if (own?.state === "failed") reportUninstallFailure(context, release, own.message);
    if (failedBefore && !retriesNow(context, release, "uninstall", 60)) return;
    const options = { ...settings.optionsOf(release, "uninstall"), wait: true };
    const outcome = beginAction(context, release, "uninstall", uninstall({ api }, { name, namespace }, options));
    if (outcome.state === "failed") reportUninstallFailure(context, release, outcome.message);
    if (outcome.state !== "done") return;
  }
  const chart = helmChartKey(release);
  const made = api.find(fluxKinds.helmChart, chart.name, chart.namespace);
  if (made) api.delete(made);
  removeFinalizer(api, release);
}

function reportUninstallFailure({ api }: ControllerContext, release: KubernetesObject, message: string): void {
  const name = `${settings.releaseNamespaceOf(release)}/${settings.releaseNameOf(release)}`;
  report(api, release, {
    conditions: failed("UninstallFailed", `Helm uninstall failed for release ${name}: ${message}`),
    handled: true,
    status: { uninstallFailed: message },
  });
}
