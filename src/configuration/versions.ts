/** A Kubernetes minor version on EKS; dates are days, inclusive. */
export interface KubernetesVersion {
  readonly offered: string;
  readonly standardSupportUntil: string;
  readonly extendedSupportUntil: string;
  /** Pinned versions of the add-ons that EKS offers for this minor. */
  readonly addOns: Readonly<Record<string, string>>;
}

/**
 * Kubernetes on EKS. Source: EKS User Guide, "Understand the Kubernetes version lifecycle on EKS" and the add-on pages, as of
 * November 2026.
 */
export const kubernetesVersions: Readonly<Record<string, KubernetesVersion>> = {
  "1.36": {
    offered: "2026-06-02",
    standardSupportUntil: "2027-08-02",
    extendedSupportUntil: "2028-08-02",
    addOns: {
      "vpc-cni": "v1.22.4-eksbuild.3",
      "kube-proxy": "v1.36.0-eksbuild.17",
      "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
      coredns: "v1.14.3-eksbuild.16",
      "aws-ebs-csi-driver": "v1.63.1-eksbuild.1",
      "aws-guardduty-agent": "v1.12.1-eksbuild.2",
    },
  },
  "1.35": {
    offered: "2026-01-27",
    standardSupportUntil: "2027-03-27",
    extendedSupportUntil: "2028-03-27",
    addOns: {
      "vpc-cni": "v1.22.4-eksbuild.3",
      "kube-proxy": "v1.35.3-eksbuild.21",
      "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
      coredns: "v1.14.3-eksbuild.16",
      "aws-ebs-csi-driver": "v1.63.1-eksbuild.1",
      "aws-guardduty-agent": "v1.12.1-eksbuild.2",
    },
  },
  "1.34": {
    offered: "2025-10-02",
    standardSupportUntil: "2026-12-02",
    extendedSupportUntil: "2027-12-02",
    addOns: {
      "vpc-cni": "v1.22.4-eksbuild.3",
      "kube-proxy": "v1.34.6-eksbuild.21",
      "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
      coredns: "v1.13.2-eksbuild.24",
      "aws-ebs-csi-driver": "v1.63.1-eksbuild.1",
      "aws-guardduty-agent": "v1.12.1-eksbuild.2",
    },
  },
  "1.33": {
    offered: "2025-05-29",
    standardSupportUntil: "2026-07-29",
    extendedSupportUntil: "2027-07-29",
    addOns: {
      "vpc-cni": "v1.22.4-eksbuild.3",
      "kube-proxy": "v1.33.10-eksbuild.21",
      "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
      coredns: "v1.12.4-eksbuild.31",
      "aws-ebs-csi-driver": "v1.63.1-eksbuild.1",
      "aws-guardduty-agent": "v1.12.1-eksbuild.2",
    },
  },
};

/** What an environment gets unless it says otherwise: the newest minor for which every chart of the platform is tested. */
export const defaultKubernetesVersion = "1.35";

/**
 * Last supported day of each minor version of OpenTofu that runs what is rendered. Source: the change logs of 1.13.2, 1.12.11 and
 * 1.11.14.
 */
export const openTofuSupport: Readonly<Record<string, string>> = {
  "1.13": "2027-08-01",
  "1.12": "2027-02-01",
  "1.11": "2026-08-01",
};

/** The engine that Spacelift runs, unless an environment says otherwise. */
export const defaultOpenTofuVersion = "1.12.6";

/** Oldest engine that runs what is rendered: ephemeral values and write-only arguments. */
export const minimumEngine = ">= 1.11.0";

/** Exact provider versions, those whose schemas are in `schemas/`. */
export const providers = {
  aws: { source: "hashicorp/aws", version: "6.47.0" },
  spacelift: { source: "spacelift-io/spacelift", version: "1.53.5" },
  kubernetes: { source: "hashicorp/kubernetes", version: "3.2.1" },
  helm: { source: "hashicorp/helm", version: "3.1.2" },
  kubectl: { source: "alekc/kubectl", version: "2.4.1" },
  spotinst: { source: "spotinst/spotinst", version: "1.240.0" },
  random: { source: "hashicorp/random", version: "3.9.0" },
  auth0: { source: "auth0/auth0", version: "1.54.1" },
} as const;

/** A chart at one version. */
export interface ChartVersion {
  readonly chart: string;
  /** Address of the repository; `oci://` for a registry. */
  readonly repository: string;
  readonly version: string;
}

/** The charts of the platform; `docs/versions.md` says what changed since the reference and why this version. */
export const charts = {
  "argo-cd": { chart: "argo-cd", repository: "https://argoproj.github.io/argo-helm", version: "10.1.1" },
  flux2: { chart: "flux2", repository: "https://fluxcd-community.github.io/helm-charts", version: "2.18.3" },
  "ocean-kubernetes-controller": {
    chart: "ocean-kubernetes-controller",
    repository: "https://charts.spot.io",
    version: "0.1.74",
  },
} as const satisfies Readonly<Record<string, ChartVersion>>;
