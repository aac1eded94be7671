import { flagAt, textAt } from "../../../kubernetes/fields.ts";
import type { JsonObject } from "../../../world/json.ts";

/** ClickHouse's disks and the policy that moves old data to a bucket, as the chart writes them into `storage.xml`. */
export function storageXml(values: JsonObject): string {
  const access = flagAt(values, "coldStorage.role.enabled")
    ? "<use_environment_credentials>true</use_environment_credentials>"
    : [
        `<access_key_id>${textAt(values, "coldStorage.accessKey")}</access_key_id>`,
        `<secret_access_key>${textAt(values, "coldStorage.secretAccess")}</secret_access_key>`,
      ].join("");
  const free = textAt(values, "coldStorage.defaultKeepFreeSpaceBytes");
  return [
    "<clickhouse><storage_configuration>",
    `<disks><default><keep_free_space_bytes>${free}</keep_free_space_bytes></default>`,
    `<s3><type>${textAt(values, "coldStorage.type")}</type>`,
    `<endpoint>${textAt(values, "coldStorage.endpoint")}</endpoint>${access}</s3></disks>`,
    "<policies><tiered><volumes><default><disk>default</disk></default><s3><disk>s3</disk></s3></volumes></tiered></policies>",
    "</storage_configuration></clickhouse>",
  ].join("");
}
