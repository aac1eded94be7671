import type { Environment } from "../../configuration/environment.ts";
import type { ApplicationBucket } from "../gitops/application.ts";

/** Days for which backups stay; longer than any chain of a full one and what was added to it. */
const backupDays = 30;

/** Where ClickHouse moves old data. Its files are replaced all the time: old versions of them are worth nothing after a week. */
export function coldStorage({ account, cluster }: Environment): ApplicationBucket {
  return {
    key: "clickhouse-cold",
    name: `clickhouse-cold-${account}-${cluster.name}`,
    purpose: "Old telemetry of SigNoz, part of its database",
    versioned: true,
    keepNoncurrentDays: 7,
  };
}

/** Where backups go: apart from the data, and whoever writes them cannot delete them. The bucket itself lets them go in time. */
export function backups({ account, cluster }: Environment): ApplicationBucket {
  return {
    key: "clickhouse-backup",
    name: `clickhouse-backup-${account}-${cluster.name}`,
    purpose: "Backups of the database of SigNoz",
    versioned: true,
    keepNoncurrentDays: backupDays,
    expireAfterDays: backupDays,
  };
}

/** ClickHouse's configuration of disks: new data on the volume, old data in the bucket, by the rights of the pod. */
export function storageConfiguration(environment: Environment): string {
  const endpoint = `https://${coldStorage(environment).name}.s3.${environment.region}.amazonaws.com/coldstorage/`;
  return `<clickhouse>
  <storage_configuration>
    <disks>
      <default>
        <keep_free_space_bytes>10485760</keep_free_space_bytes>
      </default>
      <s3>
        <type>s3</type>
        <endpoint>${endpoint}</endpoint>
        <region>${environment.region}</region>
        <use_environment_credentials>true</use_environment_credentials>
      </s3>
    </disks>
    <policies>
      <tiered>
        <volumes>
          <default>
            <disk>default</disk>
          </default>
          <s3>
            <disk>s3</disk>
            <perform_ttl_move_on_insert>0</perform_ttl_move_on_insert>
            <prefer_not_to_merge>1</prefer_not_to_merge>
          </s3>
        </volumes>
        <move_factor>0</move_factor>
      </tiered>
    </policies>
  </storage_configuration>
</clickhouse>
`;
}
