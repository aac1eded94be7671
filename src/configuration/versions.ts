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
  time: { source: "hashicorp/time", version: "0.14.0" },
  auth0: { source: "auth0/auth0", version: "1.54.1" },
} as const;

/** A chart at one version. */
export interface ChartVersion {
  readonly chart: string;
  /** Address of the repository; `oci://` for a registry. */
  readonly repository: string;
  /** Exact, with the `v` where the chart bears one. */
  readonly version: string;
}

const chart = (name: string, repository: string, version: string): ChartVersion => ({
  chart: name,
  repository,
  version,
});

/**
 * The charts of the platform, each at one of the two versions whose facts are in `charts/`; `docs/versions.md` says what changed
 * since the reference and why this version.
 */
export const charts = {
  airflow: chart("airflow", "https://airflow.apache.org", "1.15.0"),
  "argo-cd": chart("argo-cd", "https://argoproj.github.io/argo-helm", "10.1.1"),
  "cert-manager": chart("cert-manager", "https://charts.jetstack.io", "v1.21.1"),
  "cloudnative-pg": chart("cloudnative-pg", "https://cloudnative-pg.github.io/charts", "0.29.0"),
  cluster: chart("cluster", "https://cloudnative-pg.github.io/charts", "0.8.1"),
  flux2: chart("flux2", "https://fluxcd-community.github.io/helm-charts", "2.18.3"),
  "gateway-crds-helm": chart("gateway-crds-helm", "oci://registry-1.docker.io/envoyproxy", "v1.9.0"),
  "gateway-helm": chart("gateway-helm", "oci://registry-1.docker.io/envoyproxy", "v1.9.0"),
  "ocean-kubernetes-controller": chart("ocean-kubernetes-controller", "https://charts.spot.io", "0.1.74"),
  "policy-reporter": chart("policy-reporter", "https://kyverno.github.io/policy-reporter", "3.9.1"),
  signoz: chart("signoz", "https://charts.signoz.io", "0.131.0"),
  "spacelift-workerpool-controller": chart(
    "spacelift-workerpool-controller",
    "https://downloads.spacelift.io/helm",
    "0.62.0",
  ),
  "trivy-operator": chart("trivy-operator", "https://aquasecurity.github.io/helm-charts/", "0.34.0"),
  "trivy-operator-polr-adapter": chart(
    "trivy-operator-polr-adapter",
    "https://fjogeleit.github.io/trivy-operator-polr-adapter",
    "0.11.5",
  ),
  "victoria-metrics-k8s-stack": chart(
    "victoria-metrics-k8s-stack",
    "https://victoriametrics.github.io/helm-charts/",
    "0.91.2",
  ),
} as const;

/** A chart of the catalogue. */
export type ChartName = keyof typeof charts;

/** The team's Airflow image, and the Airflow inside, which the chart has to be told. Source: apache-airflow overrides of July 2026. */
export const airflowImage = {
  repository: "ghcr.io/sage-bionetworks-workflows/orca-recipes",
  tag: "0.2.2",
  airflow: "2.10.5",
} as const;

/** What the demonstrations run: the test image of Kubernetes, which answers and calls. */
export const demonstrationImage = "registry.k8s.io/e2e-test-images/agnhost:2.53";

/** Minor release of the major that the databases run; a new major is a migration of its own. */
export const postgresImage = "ghcr.io/cloudnative-pg/postgresql:15.13";

/** Backs up ClickHouse from a sidecar. */
export const clickhouseBackupImage = "altinity/clickhouse-backup:2.6.3";

/** Manifests of the last Capacitor that runs in the cluster; later ones are a program for the desk. */
export const capacitorArtifact = { url: "oci://ghcr.io/gimlet-io/capacitor-manifests", tag: "v0.4.8" } as const;
