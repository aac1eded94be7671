import type { Statement } from "../iam/documents.ts";
import type { Contract } from "./contract.ts";
import type { DataObject, Manifest } from "./manifest.ts";

/** A chart of the catalogue (`src/configuration/versions.ts`), installed as a release. */
export interface ChartRelease {
  /** Name of the chart, and of its facts in `charts/<chart>.json`. */
  readonly chart: string;
  readonly release: string;
  /** The smallest override that is needed; checked against the keys of the chart's version. */
  readonly values: DataObject;
}

/** A secret that GitOps cannot hold: the deployments stack generates it, and neither state nor plan hold it. */
export interface GeneratedSecret {
  readonly name: string;
  /** Kubernetes type; `Opaque` when left out. */
  readonly type?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** What is drawn, by a name that `data` refers to. */
  readonly passwords: Readonly<Record<string, { readonly length: number; readonly special?: string }>>;
  /** Key to text, in which `{password}` stands for what was drawn and `{base64:password}` for its Base64. */
  readonly data: Readonly<Record<string, string>>;
  /** Raise it to draw and write again. */
  readonly revision: number;
}

/** A secret whose values somebody stored by hand in Secrets Manager, as a JSON object or as one text. */
export interface CopiedSecret {
  readonly name: string;
  /** Name of the secret in Secrets Manager. */
  readonly from: string;
  /** Key to a member of the JSON object; a null member is the whole text. */
  readonly data: Readonly<Record<string, string | null>>;
  readonly revision: number;
}

/** AWS rights of one service account: a role that only its pods get, by EKS Pod Identity. */
export interface WorkloadIdentity {
  /** Key of its resources, for example `airflow-worker`. */
  readonly key: string;
  readonly serviceAccount: string;
  readonly description: string;
  readonly statements: readonly Statement[];
}

/** A bucket that the deployments stack makes for an application. */
export interface ApplicationBucket {
  /** Key of its resources, for example `clickhouse-backup`. */
  readonly key: string;
  readonly name: string;
  readonly purpose: string;
  readonly versioned: boolean;
  /** Days after which objects that were replaced or deleted go for good. */
  readonly keepNoncurrentDays?: number;
  /** Days after which objects go; never when left out. */
  readonly expireAfterDays?: number;
}

/**
 * One application of an environment as data: from it come the folder in `rendered/<environment>/gitops/`, the object by which Argo
 * CD or Flux takes it, and what the deployments stack makes for it.
 */
export interface PlatformApplication {
  /** Name of the Argo CD Application or of the Flux objects, and of the folder. */
  readonly name: string;
  readonly engine: "argo-cd" | "flux";
  readonly namespace: string;
  /** Labels of the namespace. */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /** Argo CD project (or, for Flux, the tenant) that limits it. */
  readonly project: string;
  /** Order among applications: those of lower waves are healthy before. */
  readonly wave: number;
  readonly chart?: ChartRelease;
  /** Objects beside the chart. */
  readonly manifests: readonly Manifest[];
  readonly secrets: readonly (GeneratedSecret | CopiedSecret)[];
  readonly identities: readonly WorkloadIdentity[];
  readonly buckets: readonly ApplicationBucket[];
  /** What it takes from other layers and applications. */
  readonly uses: readonly Contract[];
  /** What it gives beside its namespace, secrets, identities and buckets. */
  readonly gives: readonly Contract[];
  /** Differences that the engine leaves alone, as JSON pointers. */
  readonly ignoredDifferences?: readonly {
    readonly group: string;
    readonly kind: string;
    readonly pointers: readonly string[];
  }[];
}
