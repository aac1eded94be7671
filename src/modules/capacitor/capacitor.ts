import { capacitorArtifact } from "../../configuration/versions.ts";
import type { PlatformApplication } from "../gitops/application.ts";
import { fluxNamespace } from "../gitops/flux/kustomization.ts";

/** A page that shows what Flux does; reached by port-forward only. */
export function capacitor(): PlatformApplication {
  return {
    name: "capacitor",
    engine: "flux",
    namespace: fluxNamespace,
    project: "observability",
    wave: 0,
    artifact: capacitorArtifact,
    manifests: [],
    secrets: [],
    identities: [],
    buckets: [],
    uses: [],
    gives: [],
  };
}
