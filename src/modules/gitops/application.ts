import type { ChartName } from "../../configuration/versions.ts";
import type { Statement } from "../iam/documents.ts";
import type { Contract } from "./contract.ts";
import type { Data, DataObject, Manifest } from "./manifest.ts";

/** A chart of the catalogue (`src/configuration/versions.ts`), installed as a release. */
export interface ChartRelease {
  /** Name of the chart, and of its facts in `charts/<chart>.json`. */
  readonly chart: ChartName;
  readonly release: string;
  /** The smallest override that is needed; checked against the keys of the chart's version. */
  readonly values: DataObject;
  /** Values that come out of secrets of the namespace: Flux only. */
  readonly secretValues?: readonly SecretValue[];
  /** Changes of what the chart renders that no value expresses: Flux only. */
  readonly patches?: readonly ChartPatch[];
}

/** A value of a chart that stands in a secret. */
export interface SecretValue {
  readonly secret: string;
  readonly key: string;
  /** Path in the values, with dots. */
  readonly path: string;
}

/** A change of objects that a chart renders: operations of RFC 6902, or fields that are merged into them. */
export interface ChartPatch {
  readonly target: { readonly kind?: string; readonly labelSelector?: string };
  readonly patch: readonly PatchOperation[] | DataObject;
}

/** One operation of RFC 6902. */
export type PatchOperation = {
  readonly op: "add" | "replace" | "remove" | "copy";
  readonly path: string;
  readonly from?: string;
  readonly value?: Data;
};

/** Manifests that somebody else publishes as an OCI artifact: Flux only. */
export interface Artifact {
  readonly url: string;
  /** An exact tag. */
  readonly tag: string;
}

/** The domains that limit applications: one Argo CD project each. */
export type Domain = "monitoring" | "security" | "data" | "ingress" | "observability" | "delivery" | "demonstrations";

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
  /** Namespaces beside it that only this application uses. */
  readonly otherNamespaces?: readonly string[];
  /** The other applications that live in the namespace on purpose. */
  readonly sharesNamespaceWith?: readonly string[];
  /** Labels of the namespace. */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /** What limits it: the Argo CD project of that name. */
  readonly project: Domain;
  /** Order among the applications of an engine: those of lower waves are healthy before. Flux works after all waves of Argo CD. */
  readonly wave: number;
  readonly chart?: ChartRelease;
  readonly artifact?: Artifact;
  /** Objects that must be there before the chart's. */
  readonly prerequisites?: readonly Manifest[];
  /** Objects beside the chart, applied when its own are healthy. */
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

/** What an application has beside its chart when it needs nothing of others and gives them nothing: begin with it, and add what differs. */
export const selfContained = {
  manifests: [],
  secrets: [],
  identities: [],
  buckets: [],
  uses: [],
  gives: [],
} as const satisfies Partial<PlatformApplication>;
