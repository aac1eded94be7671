import type { Manifest } from "../../kubernetes/object.ts";

/** When a hook runs. Source: argoproj/argo-cd docs/user-guide/sync-waves.md. */
export type HookType = "PreSync" | "Sync" | "PostSync" | "SyncFail" | "PreDelete" | "PostDelete" | "Skip";

const argoHook = "argocd.argoproj.io/hook";
const helmHook = "helm.sh/hook";

/** What Argo CD makes of Helm's hooks; rollback and test hooks are left out. Source: argoproj/argo-cd docs/user-guide/helm.md. */
const helmHooks: Readonly<Record<string, HookType>> = {
  "pre-install": "PreSync",
  "pre-upgrade": "PreSync",
  "post-install": "PostSync",
  "post-upgrade": "PostSync",
  "pre-delete": "PreDelete",
  "post-delete": "PostDelete",
};

/** When a manifest runs as a hook; empty for ordinary objects. */
export function hookTypesOf(manifest: Manifest): readonly HookType[] {
  const own = annotation(manifest, argoHook);
  if (own !== undefined) return listOf(own) as HookType[];
  const helm = annotation(manifest, helmHook);
  if (helm === undefined || listOf(helm).includes("crd-install")) return [];
  const types = listOf(helm).map((name) => helmHooks[name]);
  const known = [...new Set(types.filter((type) => type !== undefined))];
  return known.length === 0 ? ["Skip"] : known;
}

/** The manifests without Helm's hooks when one of them is a hook of Argo CD: both kinds do not mix. */
export function withoutMixedHooks(manifests: readonly Manifest[]): readonly Manifest[] {
  const mixed = manifests.some((manifest) => annotation(manifest, argoHook) !== undefined);
  return mixed ? manifests.filter((manifest) => annotation(manifest, helmHook) === undefined) : manifests;
}

type HookDeletion = "BeforeHookCreation" | "HookSucceeded" | "HookFailed";

const helmDeletions: Readonly<Record<string, HookDeletion>> = {
  "before-hook-creation": "BeforeHookCreation",
  "hook-succeeded": "HookSucceeded",
  "hook-failed": "HookFailed",
};

/** When a hook's object is deleted; before the next one is made when nothing else is said. */
export function hookDeletionsOf(manifest: Manifest): readonly HookDeletion[] {
  const own = listOf(annotation(manifest, "argocd.argoproj.io/hook-delete-policy") ?? "") as HookDeletion[];
  if (own.length > 0) return own;
  const helm = listOf(annotation(manifest, "helm.sh/hook-delete-policy") ?? "").flatMap(
    (name) => helmDeletions[name] ?? [],
  );
  return helm.length > 0 ? helm : ["BeforeHookCreation"];
}

/** The wave of an object: its annotation, the weight of a Helm hook, or 0. */
export function waveOf(manifest: Manifest): number {
  const wave = annotation(manifest, "argocd.argoproj.io/sync-wave") ?? annotation(manifest, "helm.sh/hook-weight");
  const number = Number.parseInt(wave ?? "0", 10);
  return Number.isNaN(number) ? 0 : number;
}

function annotation(manifest: Manifest, name: string): string | undefined {
  return manifest.metadata.annotations?.[name];
}

function listOf(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
