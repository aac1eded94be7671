import { charts } from "../../src/configuration/versions.ts";
import type { PlatformApplication } from "../../src/modules/gitops/application.ts";
import { soundPlan } from "../../src/modules/gitops/testing/planned.ts";
import { findChart } from "../../src/simulator/helm/charts.ts";
import { mergeValues } from "../../src/simulator/helm/values.ts";
import type { Manifest } from "../../src/simulator/kubernetes/object.ts";
import type { JsonObject } from "../../src/simulator/world/json.ts";

/** A development environment with everything that an environment has by default, and alerts by mail. */
export const { environment, applications } = soundPlan(({ development, organization }) => {
  Object.assign(development, { applications: { signoz: { alertSender: "development@example.org" } } });
  Object.assign(organization.accounts.development ?? {}, {
    jsonSecrets: { "k8-development/ses-smtp": ["username", "password"] },
  });
});

/** What an application's chart makes of its values. */
export function rendered({ chart, namespace }: PlatformApplication): readonly Manifest[] {
  if (!chart) return [];
  const { repository, chart: name, version } = charts[chart.chart];
  const found = findChart(repository, name, version);
  const { crds, objects } = found.render({
    release: chart.release,
    namespace,
    values: mergeValues(found.defaults, chart.values as JsonObject),
    isUpgrade: false,
    kubernetesVersion: environment.kubernetesVersion,
    serves: () => true,
    random: (length) => "r".repeat(length),
  });
  // Argo CD and Flux leave the tests of a chart alone.
  return [...crds, ...objects.filter(({ metadata }) => !metadata.annotations?.["helm.sh/hook"]?.startsWith("test"))];
}

/** Every object of an application, whoever writes it. */
export function objectsOf(application: PlatformApplication): readonly Manifest[] {
  const own = [...(application.prerequisites ?? []), ...application.manifests];
  return [...rendered(application), ...(own as unknown as Manifest[])];
}
