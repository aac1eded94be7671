/**
 * CustomResourceDefinitions that are larger than the annotation in which client-side apply keeps what it applied last (262144 bytes).
 * The simulated definitions do not hold their schemas, so that their size is a fact of its own.
 * Source: size of the published manifests; general knowledge.
 */
export const largeDefinitions: ReadonlySet<string> = new Set([
  "alertmanagers.monitoring.coreos.com",
  "clickhouseinstallations.clickhouse.altinity.com",
  "clickhouseinstallationtemplates.clickhouse.altinity.com",
  "clusters.postgresql.cnpg.io",
  "envoyproxies.gateway.envoyproxy.io",
  "poolers.postgresql.cnpg.io",
  "prometheusagents.monitoring.coreos.com",
  "prometheuses.monitoring.coreos.com",
  "thanosrulers.monitoring.coreos.com",
  "vlagents.operator.victoriametrics.com",
  "vlclusters.operator.victoriametrics.com",
  "vmagents.operator.victoriametrics.com",
  "vmalertmanagers.operator.victoriametrics.com",
  "vmanomalies.operator.victoriametrics.com",
  "vmauths.operator.victoriametrics.com",
  "vmclusters.operator.victoriametrics.com",
  "vtclusters.operator.victoriametrics.com",
]);

/** Bytes of annotations that an object may have. */
export const annotationLimit = 262_144;
