import type { ResourceType } from "../../../planning/resource-type.ts";
import type { Aws } from "../../client.ts";
import { nameFor } from "../../generated-name.ts";
import { flag } from "../../input.ts";
import { getEncryptionByDefault, setEncryptionByDefault } from "../api/volumes.ts";

/** A setting of the account in a Region: it is there from the beginning, and off when its resource is gone. */
export const ebsEncryptionByDefault: ResourceType<Aws> = {
  type: "aws_ebs_encryption_by_default",
  label: "EBS encryption by default",
  create({ client, input }) {
    setEncryptionByDefault(client, flag(input, "enabled"));
    return { id: nameFor(client, {}, "aws_ebs_encryption_by_default") };
  },
  read: ({ client }) => ({ enabled: getEncryptionByDefault(client) }),
  update({ client, input }) {
    setEncryptionByDefault(client, flag(input, "enabled"));
    return {};
  },
  delete({ client }) {
    setEncryptionByDefault(client, false);
  },
};
