import { AwsError } from "../../aws/client.ts";
import { callOn } from "../../aws/s3/calls.ts";
import { principalOfAccessKey } from "../../aws/sts/credentials.ts";
import type { Cluster } from "../../kubernetes/cluster.ts";
import { textMapAt } from "../../kubernetes/fields.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import { credentialsOf } from "../../kubernetes/workloads/pods/pod-credentials.ts";
import { ServiceError } from "../../rule.ts";
import { installation, labels } from "./kinds.ts";

/** A disk in a bucket, as ClickHouse's settings describe it. */
interface ColdDisk {
  readonly bucket: string;
  readonly folder: string;
  /** Null for the credentials of the pod. */
  readonly accessKeyId: string | null;
}

/** The disk in a bucket that the settings of a pod's installation have, if any. */
function coldDiskOf(cluster: Cluster, { metadata }: KubernetesObject): ColdDisk | undefined {
  const name = metadata.labels?.[labels.installation] ?? "";
  const chi = cluster.store.find(installation, metadata.namespace ?? "", name);
  const files = Object.values(textMapAt(chi?.spec, "configuration.files")).join("\n");
  const [, endpoint] = /<endpoint>\s*https:\/\/([^<\s]+)\s*<\/endpoint>/.exec(files) ?? [];
  if (endpoint === undefined) return undefined;
  const [host = "", ...path] = endpoint.split("/");
  const [, accessKeyId] = /<access_key_id>([^<]*)<\/access_key_id>/.exec(files) ?? [];
  const usesPod = /<use_environment_credentials>\s*(true|1)\s*</.test(files);
  return {
    bucket: host.replace(/\.s3[.-].*$/, ""),
    folder: path.filter((part) => part !== "").join("/"),
    accessKeyId: usesPod ? null : (accessKeyId ?? ""),
  };
}

/** Actions that ClickHouse tries on a disk when it starts. Source: ClickHouse, Disks/IDisk.cpp (access check). */
const tried = ["PutObject", "GetObject", "DeleteObject"] as const;

/** Why a server cannot use its disk in a bucket, and therefore does not start; null when it can, or has none. */
export function coldStorageProblem(cluster: Cluster, pod: KubernetesObject): string | null {
  const disk = coldDiskOf(cluster, pod);
  if (!disk) return null;
  const failed = (cause: string): string =>
    `Code: 499. DB::Exception: ${cause}: while checking access for disk s3. (S3_ERROR)`;
  try {
    const credentials =
      disk.accessKeyId === null
        ? credentialsOf(cluster, pod)
        : { principal: principalOfAccessKey(cluster.world, disk.accessKeyId) };
    if (credentials.principal === undefined) return failed(credentials.problem);
    const aws = cluster.awsOf({ stack: "none", run: "none" }).as(credentials.principal);
    const key = `${disk.folder === "" ? "" : `${disk.folder}/`}clickhouse_access_check_${pod.metadata.name}`;
    for (const operation of tried) callOn(aws, operation, { bucket: disk.bucket, key }, () => undefined);
    return null;
  } catch (error) {
    if (error instanceof AwsError) return failed(`Message: ${error.cause.message}`);
    if (error instanceof ServiceError) return failed(`Message: ${error.message}`);
    throw error;
  }
}
