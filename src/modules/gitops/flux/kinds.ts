import type { DataObject } from "../manifest.ts";

/** Kinds of Flux 2.8 that the published types do not know yet. Source: API references of helm-controller 1.5, source-controller 1.8. */

interface Metadata {
  readonly name: string;
  readonly namespace: string;
}

/** A release of a chart. */
export interface HelmRelease {
  readonly apiVersion: "helm.toolkit.fluxcd.io/v2";
  readonly kind: "HelmRelease";
  readonly metadata: Metadata;
  readonly spec: {
    readonly interval: string;
    readonly timeout: string;
    readonly suspend: boolean;
    readonly releaseName: string;
    readonly chart: {
      readonly spec: {
        readonly chart: string;
        readonly version: string;
        readonly sourceRef: { readonly kind: "HelmRepository"; readonly name: string };
        readonly interval: string;
      };
    };
    readonly install: { readonly crds: "CreateReplace"; readonly remediation: { readonly retries: number } };
    readonly upgrade: {
      readonly crds: "CreateReplace";
      readonly remediation: { readonly retries: number; readonly strategy: "rollback" };
    };
    readonly driftDetection: { readonly mode: "enabled" | "warn" };
    readonly values: DataObject;
    readonly valuesFrom?: readonly {
      readonly kind: "Secret";
      readonly name: string;
      readonly valuesKey: string;
      readonly targetPath: string;
    }[];
    readonly postRenderers?: readonly {
      readonly kustomize: {
        readonly patches: readonly {
          readonly target: { readonly kind?: string; readonly labelSelector?: string };
          readonly patch: string;
        }[];
      };
    }[];
  };
}

/** A repository of charts. */
export interface HelmRepository {
  readonly apiVersion: "source.toolkit.fluxcd.io/v1";
  readonly kind: "HelmRepository";
  readonly metadata: Metadata;
  readonly spec: { readonly url: string; readonly interval: string; readonly suspend: boolean };
}

/** Manifests in a registry. */
export interface OCIRepository {
  readonly apiVersion: "source.toolkit.fluxcd.io/v1";
  readonly kind: "OCIRepository";
  readonly metadata: Metadata;
  readonly spec: {
    readonly url: string;
    readonly ref: { readonly tag: string };
    readonly interval: string;
    readonly suspend: boolean;
  };
}
