import { capacitorArtifact } from "../../configuration/versions.ts";
import { type PlatformApplication, selfContained } from "../gitops/application.ts";
import { fluxNamespace } from "../gitops/flux/kustomization.ts";

/** A page that shows what Flux does; reached by port-forward only. */
export function capacitor(): PlatformApplication {
  return {
    ...selfContained,
    name: "capacitor",
    engine: "flux",
    namespace: fluxNamespace,
    project: "observability",
    wave: 0,
    artifact: capacitorArtifact,
  };
}
