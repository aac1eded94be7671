import { stringify } from "yaml";
import type { Environment } from "../../../configuration/environment.ts";
import { charts } from "../../../configuration/versions.ts";
import type { ChartRelease, PlatformApplication } from "../application.ts";
import { type Manifest, manifest } from "../manifest.ts";
import type { HelmRelease, HelmRepository } from "./kinds.ts";
import { isSuspended } from "./suspended.ts";

const patchFormat = { sortMapEntries: true, aliasDuplicateObjects: false, lineWidth: 0 } as const;

/** Covers the first start of a database. */
const timeout = "20m";

/** The repository of an application's chart, and its release: what fails is tried again three times, and rolled back. */
export function helmRelease(
  environment: Environment,
  application: PlatformApplication,
  chart: ChartRelease,
): Manifest[] {
  const { name, namespace } = application;
  const suspend = isSuspended(environment);
  const { chart: chartName, repository, version } = charts[chart.chart];
  return [
    manifest<HelmRepository>({
      apiVersion: "source.toolkit.fluxcd.io/v1",
      kind: "HelmRepository",
      metadata: { name, namespace },
      spec: { url: repository, interval: "24h", suspend },
    }),
    manifest<HelmRelease>({
      apiVersion: "helm.toolkit.fluxcd.io/v2",
      kind: "HelmRelease",
      metadata: { name, namespace },
      spec: {
        interval: "10m",
        timeout,
        suspend,
        releaseName: chart.release,
        chart: {
          spec: { chart: chartName, version, sourceRef: { kind: "HelmRepository", name }, interval: "24h" },
        },
        install: { crds: "CreateReplace", remediation: { retries: 3 } },
        upgrade: { crds: "CreateReplace", remediation: { retries: 3, strategy: "rollback" } },
        driftDetection: { mode: "enabled" },
        values: chart.values,
        ...valuesFrom(chart),
        ...postRenderers(chart),
      },
    }),
  ];
}

function valuesFrom({ secretValues = [] }: ChartRelease): Pick<HelmRelease["spec"], "valuesFrom"> {
  if (secretValues.length === 0) return {};
  return {
    valuesFrom: secretValues.map(({ secret, key, path }) => ({
      kind: "Secret",
      name: secret,
      valuesKey: key,
      targetPath: path,
    })),
  };
}

/** Patches as the text that kustomize takes: in YAML, so that they read like the rest of the file. */
function postRenderers({ patches = [] }: ChartRelease): Pick<HelmRelease["spec"], "postRenderers"> {
  if (patches.length === 0) return {};
  return {
    postRenderers: [
      {
        kustomize: {
          patches: patches.map(({ target, patch }) => ({ target, patch: stringify(patch, patchFormat) })),
        },
      },
    ],
  };
}
