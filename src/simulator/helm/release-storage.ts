import { gunzipSync, gzipSync } from "node:zlib";
import type { KubernetesApi } from "../kubernetes/api.ts";
import { textAt } from "../kubernetes/fields.ts";
import type { KubernetesObject, Manifest } from "../kubernetes/object.ts";
import type { Release } from "./release.ts";

/** All recorded revisions of a release, oldest first. */
export function releaseHistory(api: KubernetesApi, namespace: string, name: string): readonly Release[] {
  return api
    .list("/Secret", { namespace, labels: { owner: "helm", name } })
    .filter(({ type }) => type === secretType)
    .map(decoded)
    .sort((left, right) => left.revision - right.revision);
}

/** The latest revision of a release, whatever became of it. */
export function lastRelease(api: KubernetesApi, namespace: string, name: string): Release | undefined {
  return releaseHistory(api, namespace, name).at(-1);
}

/** Writes a revision's record, in place of the one that is there. */
export function recordRelease(api: KubernetesApi, release: Release): Release {
  const record = encoded(release);
  const present = api.find("/Secret", record.metadata.name, release.namespace);
  if (present) api.update(record);
  else api.create(record);
  return release;
}

/** Removes a revision's record. */
export function forgetRelease(api: KubernetesApi, release: Release): void {
  const present = api.find("/Secret", recordName(release), release.namespace);
  if (present) api.delete(present);
}

const secretType = "helm.sh/release.v1";

function recordName({ name, revision }: Release): string {
  return `sh.helm.release.v1.${name}.v${revision}`;
}

/** One secret for each revision: packed JSON in base64, and once more in base64 as every secret's data is. */
function encoded(release: Release): Manifest {
  const { name, namespace, revision, status } = release;
  const packed = gzipSync(JSON.stringify(release)).toString("base64");
  return {
    apiVersion: "v1",
    kind: "Secret",
    type: secretType,
    metadata: {
      name: recordName(release),
      namespace,
      labels: { owner: "helm", name, status, version: String(revision) },
    },
    data: { release: Buffer.from(packed).toString("base64") },
  };
}

function decoded(secret: KubernetesObject): Release {
  const packed = Buffer.from(textAt(secret, "data.release"), "base64").toString();
  return JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString()) as Release;
}
