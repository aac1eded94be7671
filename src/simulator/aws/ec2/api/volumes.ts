import { refuseIf } from "../../../rule.ts";
import type { Aws } from "../../client.ts";
import { callEc2, resourceTags } from "../calls.ts";
import { arnOf, required } from "../identifiers.ts";
import type { Volume } from "../instance-records.ts";
import { ec2Tables } from "../records.ts";
import { volumeRules as rules } from "../rules/volumes.ts";
import { ec2 } from "../tables.ts";
import { checkVolume, encryptsByDefault, usualIops } from "../volumes.ts";

/** What ModifyVolume changes; what is left out follows the type. */
type VolumeChange = { readonly [Name in "size" | "type" | "iops" | "throughput"]?: Volume[Name] | undefined };

/**
 * ModifyVolume, done at once.
 *
 * @throws AwsError when the volume would shrink or its kind cannot be as is asked
 */
export function modifyVolume(aws: Aws, id: string, change: VolumeChange): void {
  const request = {
    resources: [arnOf(aws, "volume", id)],
    parameters: { VolumeId: id, Size: change.size ?? null },
    conditions: resourceTags(ec2.volumes(aws).get(id)?.tags ?? {}),
  };
  callEc2(aws, "ModifyVolume", request, () => {
    const volume = required("volume", ec2.volumes(aws), id);
    const { size = volume.size, type = volume.type } = change;
    refuseIf(size < volume.size, rules.shrink);
    const iops = change.iops ?? (type === volume.type ? volume.iops : usualIops(type, size));
    const throughput = change.throughput ?? (type === "gp3" ? 125 : 0);
    checkVolume(aws, { size, type, iops, throughput });
    ec2.volumes(aws).put(id, { ...volume, size, type, iops, throughput });
  });
}

/** EnableEbsEncryptionByDefault or DisableEbsEncryptionByDefault, for the account in this Region. */
export function setEncryptionByDefault(aws: Aws, enabled: boolean): void {
  callEc2(aws, enabled ? "EnableEbsEncryptionByDefault" : "DisableEbsEncryptionByDefault", {}, () => {
    const settings = aws.table<{ readonly enabled: boolean }>(ec2Tables.setting);
    if (enabled) settings.put("ebs-encryption", { enabled });
    else settings.delete("ebs-encryption");
  });
}

/** GetEbsEncryptionByDefault. */
export function getEncryptionByDefault(aws: Aws): boolean {
  return callEc2(aws, "GetEbsEncryptionByDefault", {}, () => encryptsByDefault(aws));
}
