import { type Manifest, manifest } from "../gitops/manifest.ts";

/** Source: operator.victoriametrics.com/v1beta1, API reference of the VictoriaMetrics operator. */
interface Scrape {
  readonly apiVersion: "operator.victoriametrics.com/v1beta1";
  readonly metadata: { readonly name: string; readonly namespace: string };
}

interface VMPodScrape extends Scrape {
  readonly kind: "VMPodScrape";
  readonly spec: {
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly podMetricsEndpoints: readonly { readonly port: string }[];
  };
}

interface VMServiceScrape extends Scrape {
  readonly kind: "VMServiceScrape";
  readonly spec: {
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly endpoints: readonly { readonly port: string }[];
  };
}

/** What is scraped: pods or services by their labels, at a named port. */
interface ScrapeTarget {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly port: string;
}

/** Scrapes pods. It stands where charts would make a PodMonitor, whose kind nothing in the cluster defines. */
export function podScrape({ name, namespace, labels, port }: ScrapeTarget): Manifest {
  return manifest<VMPodScrape>({
    apiVersion: "operator.victoriametrics.com/v1beta1",
    kind: "VMPodScrape",
    metadata: { name, namespace },
    spec: { selector: { matchLabels: labels }, podMetricsEndpoints: [{ port }] },
  });
}

/** Scrapes the endpoints of services. */
export function serviceScrape({ name, namespace, labels, port }: ScrapeTarget): Manifest {
  return manifest<VMServiceScrape>({
    apiVersion: "operator.victoriametrics.com/v1beta1",
    kind: "VMServiceScrape",
    metadata: { name, namespace },
    spec: { selector: { matchLabels: labels }, endpoints: [{ port }] },
  });
}
