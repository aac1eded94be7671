import type { Manifest } from "../../kubernetes/object.ts";
import { type ApplicationSpec, optionsOf } from "../application.ts";

/** An option of one object: what its annotation says, else what the Application says. */
function optionOf(manifest: Manifest, spec: ApplicationSpec, name: string): string | undefined {
  const written = manifest.metadata.annotations?.["argocd.argoproj.io/sync-options"];
  return (written === undefined ? undefined : optionsOf(written.split(","))[name]) ?? spec.options[name];
}

/** True when an option of one object is `true`. */
export function hasOption(manifest: Manifest, spec: ApplicationSpec, name: string): boolean {
  return optionOf(manifest, spec, name) === "true";
}
