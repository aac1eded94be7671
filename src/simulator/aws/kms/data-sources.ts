import type { DataSource } from "../../planning/resource-type.ts";
import type { Aws } from "../client.ts";
import { rfc3339, text } from "../input.ts";
import { keyArn, requireKey } from "./find-key.ts";

/** `aws_kms_key`: by id, ARN or alias. */
export const keyData: DataSource<Aws> = {
  type: "aws_kms_key",
  read({ client }, config) {
    const reference = text(config, "key_id");
    const resources = [keyArn(client, reference)];
    const key = client.call({ action: "kms:DescribeKey", resources }, () => requireKey(client, reference));
    return {
      id: key.id,
      arn: key.arn,
      aws_account_id: key.account,
      cloud_hsm_cluster_id: "",
      creation_date: rfc3339(key.creationDate),
      custom_key_store_id: "",
      customer_master_key_spec: key.keySpec,
      deletion_date: key.deletionDate === undefined ? "" : rfc3339(key.deletionDate),
      description: key.description,
      enabled: key.enabled,
      expiration_model: "",
      key_manager: key.manager,
      key_spec: key.keySpec,
      key_state: key.deletionDate === undefined ? (key.enabled ? "Enabled" : "Disabled") : "PendingDeletion",
      key_usage: key.keyUsage,
      multi_region: key.multiRegion,
      multi_region_configuration: [],
      origin: "AWS_KMS",
      pending_deletion_window_in_days: key.pendingWindow ?? 0,
      valid_to: "",
      xks_key_configuration: [],
    };
  },
};
