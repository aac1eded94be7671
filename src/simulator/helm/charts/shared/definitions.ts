import type { ChartDefinition } from "../../../../charts/chart-facts.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { compact } from "./compact.ts";
import type { MetaOptions } from "./scope.ts";

/** The kinds of a chart as CustomResourceDefinitions; their schemas accept every field. */
export function customResourceDefinitions(
  definitions: readonly ChartDefinition[],
  options: MetaOptions = {},
): readonly Manifest[] {
  return definitions.map((definition) => customResourceDefinition(definition, options));
}

function customResourceDefinition(definition: ChartDefinition, { labels, annotations }: MetaOptions): Manifest {
  const { group, version, served, kind, plural, scope } = definition;
  const versions = [...new Set([version, ...served])].map((name) => ({
    name,
    served: served.includes(name),
    storage: name === version,
    schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
    subresources: { status: {} },
  }));
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}`, ...compact({ labels, annotations }) },
    spec: {
      group,
      scope,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions,
    },
  };
}
