import { maxSatisfying, validRange } from "semver";
import type { Manifest } from "../kubernetes/object.ts";
import { refuseUnless } from "../rule.ts";
import { fluxRules as rules } from "./rules.ts";

/** Manifests in a registry, by tag. */
interface ManifestArtifact {
  readonly url: string;
  readonly tags: readonly string[];
  manifests(tag: string): readonly Manifest[];
}

const labels = { "app.kubernetes.io/name": "onechart", "app.kubernetes.io/instance": "capacitor" };

/** The Flux user interface of the 0.4 line. Source: gimlet-io/capacitor deploy/k8s at capacitor-v0.4.8. */
function capacitor(tag: string): readonly Manifest[] {
  const metadata = { name: "capacitor", namespace: "flux-system", labels };
  const container = {
    name: "capacitor",
    image: `ghcr.io/gimlet-io/capacitor:${tag}`,
    imagePullPolicy: "IfNotPresent",
    ports: [{ name: "http", containerPort: 9000, protocol: "TCP" }],
    readinessProbe: { httpGet: { path: "/", port: 9000 }, periodSeconds: 10 },
    resources: { requests: { cpu: "200m", memory: "200Mi" }, limits: { cpu: "200m", memory: "200Mi" } },
  };
  const read = ["get", "watch", "list"];
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "capacitor", namespace: "flux-system" } },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: "capacitor" },
      rules: [
        {
          apiGroups: ["networking.k8s.io", "apps", "", "batch"],
          resources: ["pods", "pods/log", "ingresses", "deployments", "services", "secrets", "events", "configmaps"],
          verbs: read,
        },
        {
          apiGroups: [
            ...["source.toolkit.fluxcd.io", "kustomize.toolkit.fluxcd.io", "helm.toolkit.fluxcd.io"],
            ...["infra.contrib.fluxcd.io"],
          ],
          resources: ["*"],
          verbs: [...read, "patch"],
        },
      ],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: "capacitor" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "capacitor" },
      subjects: [{ kind: "ServiceAccount", name: "capacitor", namespace: "flux-system" }],
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: {
        type: "ClusterIP",
        selector: labels,
        ports: [{ name: "http", port: 9000, protocol: "TCP", targetPort: "http" }],
      },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { serviceAccountName: "capacitor", containers: [container] } },
      },
    },
  ];
}

/** Every artifact of manifests that the simulator knows. */
const artifacts: readonly ManifestArtifact[] = [
  {
    url: "oci://ghcr.io/gimlet-io/capacitor-manifests",
    tags: ["v0.3.0", "v0.4.0", "v0.4.1", "v0.4.2", "v0.4.3", "v0.4.4", "v0.4.5", "v0.4.6", "v0.4.7", "v0.4.8"],
    manifests: capacitor,
  },
];

/** Which version of an artifact is wanted; a range wins over a tag. */
interface ArtifactReference {
  readonly tag?: string;
  readonly semver?: string;
}

/** Manifests of an artifact, and the tag that they have. */
interface PulledArtifact {
  readonly tag: string;
  readonly manifests: readonly Manifest[];
}

/**
 * The artifact of manifests at an address.
 *
 * @throws ServiceError in Flux's words when there is no such artifact or tag
 */
export function pullArtifact(url: string, { tag = "latest", semver }: ArtifactReference): PulledArtifact {
  const artifact = artifacts.find((one) => one.url === url.replace(/\/+$/, ""));
  refuseUnless(artifact, rules.artifactMissing, url, semver ?? tag);
  const found = semver === undefined ? artifact.tags.find((one) => one === tag) : highestTag(artifact.tags, semver);
  if (semver === undefined) refuseUnless(found !== undefined, rules.artifactMissing, url, tag);
  refuseUnless(found !== undefined, rules.noTagInRange, semver ?? tag);
  return { tag: found, manifests: artifact.manifests(found) };
}

/** The highest tag in a range of versions; `v` before a version does not count. */
export function highestTag(tags: readonly string[], range: string): string | undefined {
  return validRange(range) === null ? undefined : (maxSatisfying([...tags], range) ?? undefined);
}
