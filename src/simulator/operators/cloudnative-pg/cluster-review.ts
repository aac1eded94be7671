import { at, numberAt, objectsAt, textAt } from "../../kubernetes/fields.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import type { AdmissionHook } from "../../kubernetes/server/admission-hook.ts";
import { refuseIf } from "../../kubernetes/server/kubernetes-error.ts";
import { parseImage } from "../../kubernetes/workloads/kubelet/images.ts";
import { quantityAt } from "../../kubernetes/workloads/pods/pod-types.ts";
import { parseQuantity } from "../../kubernetes/workloads/quantities.ts";
import type { Json } from "../../world/json.ts";
import { rules } from "./rules.ts";

/** What stands behind the webhook that fills in a Cluster. */
export const clusterDefaults: AdmissionHook = {
  webhook: "mcluster.cnpg.io",
  review: ({ object }) => ({ object: withDefaults(object) }),
};

/** Source: CloudNativePG, api/v1/cluster_defaults.go: a new database is `app` and belongs to a user of its name. */
function withDefaults(cluster: KubernetesObject): KubernetesObject {
  const bootstrap = at(cluster.spec, "bootstrap");
  const others = ["recovery", "pg_basebackup"].some((method) => at(bootstrap, method) !== undefined);
  if (others) return cluster;
  const initdb = at(bootstrap, "initdb");
  const database = textAt(initdb, "database") || "app";
  const owner = textAt(initdb, "owner") || database;
  const filled = { ...(initdb as object | undefined), database, owner };
  return { ...cluster, spec: { ...cluster.spec, bootstrap: { ...(bootstrap as object | undefined), initdb: filled } } };
}

/** What stands behind the webhook that checks a Cluster. */
export const clusterReview: AdmissionHook = {
  webhook: "vcluster.cnpg.io",
  review({ object, previous }) {
    const { name } = object.metadata;
    refuseIf(name.length > 50, rules.nameLength, name, name);
    refuseIf(!/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name), rules.nameForm, name, name);
    checkBootstrap(name, object.spec);
    checkImage(name, object.spec, previous?.spec);
    checkStorage(name, "storage", object.spec, previous?.spec);
    if (at(object.spec, "walStorage") !== undefined) checkStorage(name, "walStorage", object.spec, previous?.spec);
    else refuseIf(at(previous?.spec, "walStorage") !== undefined, rules.walStorageRemoved, name);
    checkInstances(name, object.spec);
    checkResources(name, object.spec);
    checkIdentifiers(name, object.spec, previous?.spec);
    checkBackup(name, object.spec);
    return undefined;
  },
};

function checkBootstrap(name: string, spec: Json | undefined): void {
  const methods = ["initdb", "recovery", "pg_basebackup"];
  const used = methods.filter((method) => at(spec, `bootstrap.${method}`) !== undefined);
  refuseIf(used.length > 1, rules.bootstraps, name);
  for (const method of used) {
    const [database, owner] = ["database", "owner"].map((field) => textAt(spec, `bootstrap.${method}.${field}`));
    refuseIf(database !== "" && owner === "", rules.ownerMissing, name, method);
    refuseIf(database === "" && owner !== "", rules.databaseMissing, name, method);
  }
  const source = textAt(spec, "bootstrap.recovery.source");
  const external = objectsAt(spec, "externalClusters").map((one) => textAt(one, "name"));
  refuseIf(source !== "" && !external.includes(source), rules.recoverySource, name, source);
  refuseIf(
    at(spec, "superuserSecret") !== undefined && textAt(spec, "superuserSecret.name") === "",
    rules.superuserSecret,
    name,
  );
}

/** Major version in an image's tag: `15` of `15.2` and of `15.2-standard-trixie`; undefined for a tag without. */
export function majorVersion(image: string): number | undefined {
  const found = /^(\d+)(?:[.-].*)?$/.exec(parseImage(image)?.tag ?? "");
  return found ? Number(found[1]) : undefined;
}

function checkImage(name: string, spec: Json | undefined, previous: Json | undefined): void {
  const image = textAt(spec, "imageName");
  if (image === "") return;
  const tag = parseImage(image)?.tag ?? "";
  refuseIf(tag === "latest", rules.imageLatest, name, image);
  refuseIf(tag === "", rules.imageDigest, name, image);
  const major = majorVersion(image);
  refuseIf(major === undefined, rules.imageTag, name, image);
  const before = textAt(previous, "imageName");
  const from = before === "" ? undefined : majorVersion(before);
  const tagBefore = parseImage(before)?.tag ?? "";
  refuseIf(from !== undefined && major !== undefined && from > major, rules.downgrade, name, tagBefore, tag);
}

function checkStorage(name: string, field: string, spec: Json | undefined, previous: Json | undefined): void {
  const size = textAt(spec, `${field}.size`);
  const template = at(spec, `${field}.pvcTemplate.resources.requests.storage`);
  refuseIf(size === "" && template === undefined, rules.storageMissing, name, field);
  refuseIf(size !== "" && parseQuantity(size) === undefined, rules.storageSize, name, field, size);
  const before = quantityAt(previous, `${field}.size`);
  const now = quantityAt(spec, `${field}.size`);
  if (before === undefined || now === undefined) return;
  refuseIf(now < before, rules.storageShrunk, name, field, textAt(previous, `${field}.size`), size);
}

function checkInstances(name: string, spec: Json | undefined): void {
  const instances = numberAt(spec, "instances", 1);
  const [most, least] = [numberAt(spec, "maxSyncReplicas", 0), numberAt(spec, "minSyncReplicas", 0)];
  refuseIf(most >= instances && most > 0, rules.maxSync, name, most);
  refuseIf(least > most, rules.minSync, name, least);
  const strategy = textAt(spec, "primaryUpdateStrategy");
  refuseIf(!["", "supervised", "unsupervised"].includes(strategy), rules.updateStrategy, name, strategy);
  refuseIf(strategy === "supervised" && instances === 1, rules.supervisedAlone, name);
  const type = textAt(spec, "affinity.podAntiAffinityType");
  refuseIf(!["", "preferred", "required"].includes(type), rules.antiAffinity, name, type);
}

function checkResources(name: string, spec: Json | undefined): void {
  const isMore = (resource: string): boolean => {
    const request = quantityAt(spec, `resources.requests.${resource}`);
    const limit = quantityAt(spec, `resources.limits.${resource}`);
    return request !== undefined && limit !== undefined && request > limit;
  };
  const written = (resource: string): string => String(at(spec, `resources.requests.${resource}`) ?? "");
  refuseIf(isMore("cpu"), rules.cpuRequest, name, written("cpu"));
  refuseIf(isMore("memory"), rules.memoryRequest, name, written("memory"));
}

function checkIdentifiers(name: string, spec: Json | undefined, previous: Json | undefined): void {
  if (previous === undefined) return;
  for (const field of ["postgresUID", "postgresGID"]) {
    const [before, now] = [numberAt(previous, field, 26), numberAt(spec, field, 26)];
    refuseIf(before !== now, rules.identifier, name, field, now);
  }
}

function checkBackup(name: string, spec: Json | undefined): void {
  const store = at(spec, "backup.barmanObjectStore");
  const kinds = ["azureCredentials", "s3Credentials", "googleCredentials"];
  const given = kinds.filter((kind) => at(store, kind) !== undefined);
  refuseIf(store !== undefined && given.length !== 1, rules.credentials, name);
  const policy = textAt(spec, "backup.retentionPolicy");
  refuseIf(policy !== "" && !/^[1-9][0-9]*[dwm]$/.test(policy), rules.retention, name, policy);
}
