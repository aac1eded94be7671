import { createHash } from "node:crypto";
import { at } from "../kubernetes/fields.ts";
import { kindKey, type Manifest } from "../kubernetes/object.ts";
import { versionValues } from "../kubernetes/provider/data-sources.ts";
import { inServerWords } from "../kubernetes/provider/words.ts";
import { text } from "../planning/input.ts";
import type { Call, DataSource, EphemeralResource, ResourceType } from "../planning/resource-type.ts";
import { isRecord, type Values } from "../planning/values.ts";
import { refuseUnless } from "../rule.ts";
import { checkKind, type KubectlClient, nameOf } from "./kubectl-client.ts";
import { sortedYaml } from "./manifest-text.ts";
import { kubectlRules as rules } from "./rules.ts";

/** `data.kubectl_manifest`: an object as it is. */
export const manifestData: DataSource<KubectlClient> = { type: "kubectl_manifest", read: lookUp };

/** `ephemeral.kubectl_manifest`: the same, for values that no state may hold. */
export const manifestEphemeral: EphemeralResource<KubectlClient> = { type: "kubectl_manifest", open: lookUp };

function lookUp({ client }: Call<KubectlClient>, config: Values): Values {
  return inServerWords(() => {
    const namespace = text(config, "namespace");
    const manifest: Manifest = {
      apiVersion: text(config, "api_version"),
      kind: text(config, "kind"),
      metadata: { name: text(config, "name"), ...(namespace === "" ? {} : { namespace }) },
    };
    const api = client.reach(nameOf(manifest), "read");
    checkKind(api, manifest, "read");
    const object = api.find(kindKey(manifest), manifest.metadata.name, namespace || "default");
    refuseUnless(object, rules.notFound, manifest.kind.toLowerCase(), manifest.metadata.name);
    const fields = isRecord(config.fields) ? Object.entries(config.fields) : [];
    return {
      id: `${manifest.apiVersion}/${namespace}/${manifest.kind}/${manifest.metadata.name}`,
      uid: object.metadata.uid,
      json: JSON.stringify(object),
      yaml: sortedYaml(object),
      results: Object.fromEntries(fields.map(([name, path]) => [name, shown(at(object, String(path)))])),
    };
  });
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** `data.kubectl_server_version`. */
export const serverVersionData: DataSource<KubectlClient> = {
  type: "kubectl_server_version",
  read: ({ client }) => serverVersion(client),
};

/** `kubectl_server_version`: the version when it was made. */
export const serverVersionResource: ResourceType<KubectlClient> = {
  type: "kubectl_server_version",
  label: "server version",
  create: ({ client }) => serverVersion(client),
  read: ({ client }) => serverVersion(client),
  delete: () => undefined,
};

function serverVersion(client: KubectlClient): Values {
  return inServerWords(() => {
    const { cluster } = client.connect();
    const { major, minor, git_version, git_commit, build_date, platform, version } = versionValues(
      cluster.eks?.version ?? "1.35",
    );
    const id = createHash("sha256").update(String(git_version)).digest("hex");
    return {
      id,
      major,
      minor,
      git_version,
      git_commit,
      build_date,
      platform,
      patch: "0",
      version: `v${String(version)}`,
    } as Values;
  });
}
