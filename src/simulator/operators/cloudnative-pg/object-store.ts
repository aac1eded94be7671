import { AwsError } from "../../aws/client.ts";
import type { Principal } from "../../aws/principal.ts";
import { callOn } from "../../aws/s3/calls.ts";
import { putObject } from "../../aws/s3/object.ts";
import { type StoredObject, s3Tables } from "../../aws/s3/records.ts";
import { principalOfAccessKey } from "../../aws/sts/credentials.ts";
import type { ControllerContext } from "../../kubernetes/controller.ts";
import { at, flagAt, textAt, textMapAt } from "../../kubernetes/fields.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import { credentialsOf } from "../../kubernetes/workloads/pods/pod-credentials.ts";
import { ServiceError } from "../../rule.ts";

/** A place in a bucket: `s3://<bucket>/<folder>`. */
interface Place {
  readonly bucket: string;
  readonly folder: string;
}

function placeOf(destination: string): Place {
  const [bucket = "", ...rest] = destination.replace(/^s3:\/\//, "").split("/");
  return { bucket, folder: rest.filter((part) => part !== "").join("/") };
}

/** What Barman writes for a Cluster. */
export interface Upload {
  /** Below the folder of the server, for example `base/20261124T080000/data.tar.gz`. */
  readonly path: string;
  readonly content: string;
  /** Refuses to write where there are backups of another database already. */
  readonly mustBeEmpty?: boolean;
}

/**
 * Writes into the object store of a Cluster as its pod does.
 *
 * @returns what stands in the way, in the words of the AWS client or of Barman
 */
export function uploadAs(
  context: ControllerContext,
  cluster: KubernetesObject,
  pod: KubernetesObject,
  { path, content, mustBeEmpty = false }: Upload,
): string | undefined {
  const store = at(cluster.spec, "backup.barmanObjectStore");
  const { bucket, folder } = placeOf(textAt(store, "destinationPath"));
  const server = textAt(store, "serverName") || cluster.metadata.name;
  const root = folder === "" ? server : `${folder}/${server}`;
  const caller = callerOf(context, cluster, pod);
  if (typeof caller === "string") return caller;
  const aws = context.aws(caller);
  try {
    callOn(aws, "ListObjectsV2", { bucket, action: "s3:ListBucket" }, () => undefined);
    const objects = aws.partitionTable<StoredObject>(s3Tables.object);
    const isUsed = [...objects.keys()].some((key) => key.startsWith(`${bucket}/${root}/`));
    if (mustBeEmpty && isUsed) return "Expected empty archive";
    putObject(aws, {
      bucket,
      key: `${root}/${path}`,
      content: Buffer.from(content),
      headers: {},
      encryption: { algorithm: textAt(store, "data.encryption") || null, kmsKeyId: null, bucketKeyEnabled: null },
      acl: "",
      tags: {},
      legalHold: false,
      retention: null,
    });
    return undefined;
  } catch (error) {
    return inWords(error);
  }
}

/** As boto3 says it, which Barman is built on. @throws what is no answer of AWS */
function inWords(error: unknown): string {
  if (error instanceof AwsError) {
    return `An error occurred (${error.cause.code}) when calling the ${error.operation} operation: ${error.cause.message}`;
  }
  if (error instanceof ServiceError) return `${error.code}: ${error.message}`;
  throw error;
}

/** The role of the pod when the credentials are inherited, else whom the access key in the named secret belongs to. */
function callerOf(
  { api, cluster: place }: ControllerContext,
  cluster: KubernetesObject,
  pod: KubernetesObject,
): Principal | string {
  const credentials = at(cluster.spec, "backup.barmanObjectStore.s3Credentials");
  if (flagAt(credentials, "inheritFromIAMRole")) {
    const { principal, problem } = credentialsOf(place, pod);
    return principal ?? `Unable to locate credentials: ${problem}`;
  }
  const [name, key] = [textAt(credentials, "accessKeyId.name"), textAt(credentials, "accessKeyId.key")];
  const secret = api.find("/Secret", name, cluster.metadata.namespace ?? "");
  if (!secret) return `while getting secret ${name}: secrets "${name}" not found`;
  const encoded = textMapAt(secret, "data")[key];
  if (encoded === undefined) return `missing key ${key}, inside secret ${name}`;
  try {
    return principalOfAccessKey(place.world, Buffer.from(encoded, "base64").toString("utf8"));
  } catch (error) {
    return inWords(error);
  }
}
