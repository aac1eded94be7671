import type { ITerraformDependable } from "cdktn";
import { Construct } from "constructs";
import type { Release } from "../../../.gen/helm/release.js";
import { NamespaceV1 } from "../../../.gen/kubernetes/namespace-v1.js";
import type { ChartVersion } from "../../configuration/versions.ts";
import { argoCdNamespace } from "../gitops/argo-cd/names.ts";
import { chartRelease } from "../helm/chart-release.ts";

/**
 * Health of an Application, as Argo CD took it before 1.8: without it, a wave of the root Application would not wait for what the
 * Applications of the wave before bring. An Application counts once its first sync is through, since one whose objects are partly
 * missing may call itself healthy; or when there is nothing to sync, since kinds outlive the Application that brought them, and a
 * change that failed may be taken back. Source: Argo CD, "Resource Health", "Argocd App".
 */
const applicationHealth = `hs = {}
hs.status = "Progressing"
hs.message = ""
if obj.status ~= nil and obj.status.health ~= nil then
  if obj.status.health.message ~= nil then
    hs.message = obj.status.health.message
  end
  if obj.status.health.status ~= "Healthy" then
    hs.status = obj.status.health.status
  elseif obj.status.operationState ~= nil and obj.status.operationState.phase == "Succeeded" then
    hs.status = "Healthy"
  elseif (obj.status.operationState == nil or obj.status.operationState.phase ~= "Running") and obj.status.sync ~= nil and obj.status.sync.status == "Synced" then
    hs.status = "Healthy"
  end
end
return hs
`;

/** Minimal values of the chart: no single sign-on, OCI charts of Docker Hub, and waves that wait. */
export const argoCdValues = {
  crds: { keep: false },
  dex: { enabled: false },
  configs: {
    cm: { "resource.customizations.health.argoproj.io_Application": applicationHealth },
    repositories: {
      "docker-registry": { name: "docker-registry", type: "helm", url: "registry-1.docker.io", enableOCI: "true" },
    },
  },
  redis: {
    resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { cpu: "200m", memory: "128Mi" } },
  },
} as const;

/** Argo CD in a namespace of its own. */
export class ArgoCd extends Construct {
  readonly release: Release;
  readonly namespace: string;

  constructor(
    scope: Construct,
    id: string,
    props: { readonly chart: ChartVersion; readonly after: readonly ITerraformDependable[] },
  ) {
    super(scope, id);
    this.namespace = new NamespaceV1(this, argoCdNamespace, { metadata: { name: argoCdNamespace } }).metadata.name;
    this.release = chartRelease(this, "argo-cd", {
      ...props,
      name: "argo-cd",
      namespace: this.namespace,
      values: argoCdValues,
      timeout: 600,
    });
  }
}
