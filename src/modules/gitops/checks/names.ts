import type { PlatformApplication } from "../application.ts";
import { gitOpsFiles } from "../files.ts";
import { type ApplicationCheck, type Planned, problemOf } from "./check.ts";

/** Names of one kind, and the longest that whoever reads them takes. */
interface Limit {
  readonly what: string;
  readonly longest: number;
  readonly names: (application: PlatformApplication, planned: Planned) => readonly string[];
}

const limits: readonly Limit[] = [
  // S3 User Guide, "Bucket naming rules".
  { what: "bucket", longest: 63, names: ({ buckets }) => buckets.map(({ name }) => name) },
  // Helm: pkg/chart/common/util/validate.go.
  { what: "release", longest: 53, names: ({ chart }) => (chart ? [chart.release] : []) },
  // Kubernetes: RFC 1123 labels.
  { what: "namespace", longest: 63, names: ({ namespace, otherNamespaces = [] }) => [namespace, ...otherNamespaces] },
  {
    what: "service",
    longest: 63,
    names: ({ gives }) => gives.flatMap((contract) => (contract.kind === "service" ? [contract.name] : [])),
  },
  // Names become labels of what Argo CD and Flux bring.
  { what: "application", longest: 63, names: ({ name }) => [name] },
  // CloudNativePG: its webhook, since pods and volumes are called after the cluster.
  {
    what: "PostgreSQL cluster",
    longest: 50,
    names: ({ chart }) => (chart?.chart === "cluster" ? [`${chart.release}-cluster`] : []),
  },
  // Kubernetes: RFC 1123 subdomains.
  {
    what: "object",
    longest: 253,
    names: (application, { environment }) =>
      gitOpsFiles(environment, [application]).flatMap(({ manifests }) =>
        manifests.map(({ metadata }) => metadata.name),
      ),
  },
];

/** Names fit those who read them, in every environment. */
export const namesFitTheirReaders: ApplicationCheck = (planned) =>
  planned.applications.flatMap((application) =>
    limits.flatMap(({ what, longest, names }) =>
      names(application, planned)
        .filter((name) => name.length > longest)
        .map((name) =>
          problemOf(planned, application, {
            code: "ES0227",
            problem: `The ${what} ${name} of ${application.name} has ${name.length} characters; ${longest} are taken.`,
            hint: `Shorten it by ${name.length - longest}: the name of the cluster, ${planned.environment.cluster.name}, is often part of it.`,
          }),
        ),
    ),
  );
