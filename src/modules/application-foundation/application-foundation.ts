import type { ITerraformDependable } from "cdktn";
import { Construct } from "constructs";
import { NamespaceV1 } from "../../../.gen/kubernetes/namespace-v1.js";
import type { CopiedSecret, GeneratedSecret, PlatformApplication } from "../gitops/application.ts";
import { PodIdentity } from "../iam/pod-identity.ts";
import type { Place } from "../place.ts";
import { PrivateBucket } from "../s3/private-bucket.ts";
import { CopiedSecrets } from "./copied-secrets.ts";
import { GeneratedSecrets } from "./generated-secrets.ts";

export interface ApplicationFoundationProps extends Place {
  readonly clusterName: string;
  readonly applications: readonly PlatformApplication[];
  /** What must outlive the namespaces: volumes of claims in them are removed by it. */
  readonly after: readonly ITerraformDependable[];
  /** Buckets go with everything that is in them; where not, one with data stays. */
  readonly forceDestroyBuckets: boolean;
}

/** What GitOps cannot hold or make: the namespaces of the applications, their secrets, AWS rights and buckets. */
export class ApplicationFoundation extends Construct {
  /** What must stand before any application is brought into the cluster. */
  readonly parts: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ApplicationFoundationProps) {
    super(scope, id);
    const { applications } = props;
    const namespaces = this.#namespaces(props);
    const parts: ITerraformDependable[] = [...namespaces.values()];
    for (const application of applications) {
      const { name: key, namespace } = application;
      const place = { key, namespace: namespaces.get(namespace)?.metadata.name ?? namespace };
      const generated = application.secrets.filter((secret): secret is GeneratedSecret => "passwords" in secret);
      const copied = application.secrets.filter((secret): secret is CopiedSecret => "from" in secret);
      if (generated.length > 0) {
        parts.push(...new GeneratedSecrets(this, `${key}-secrets`, { ...place, secrets: generated }).all);
      }
      if (copied.length > 0) {
        parts.push(...new CopiedSecrets(this, `${key}-copied`, { ...place, secrets: copied }).all);
      }
      for (const identity of application.identities) {
        parts.push(new PodIdentity(this, `${identity.key}-identity`, { ...props, ...identity, namespace }).association);
      }
      for (const bucket of application.buckets) {
        const settings = { ...bucket, forceDestroy: props.forceDestroyBuckets };
        parts.push(...new PrivateBucket(this, `${bucket.key}-bucket`, settings).settings);
      }
    }
    this.parts = parts;
  }

  /** One for each name, whoever uses it; namespaces that Kubernetes or another module makes are left alone. */
  #namespaces({ applications, after }: ApplicationFoundationProps): ReadonlyMap<string, NamespaceV1> {
    const labels = new Map<string, Record<string, string>>();
    for (const { namespace, namespaceLabels = {}, otherNamespaces = [] } of applications) {
      for (const other of otherNamespaces) labels.set(other, {});
      if (takenNamespaces.has(namespace)) continue;
      labels.set(namespace, { ...labels.get(namespace), ...namespaceLabels });
    }
    return new Map(
      [...labels].map(([name, own]) => [
        name,
        new NamespaceV1(this, name, {
          metadata: { name, ...(Object.keys(own).length > 0 ? { labels: own } : {}) },
          timeouts: { delete: "15m" },
          dependsOn: [...after],
        }),
      ]),
    );
  }
}

const takenNamespaces: ReadonlySet<string> = new Set([
  "kube-system",
  "default",
  "argocd",
  "flux-system",
  "spot-system",
]);
