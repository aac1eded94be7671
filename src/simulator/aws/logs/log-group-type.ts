import { CreatedWithError, type ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { nameFor, nameValues } from "../generated-name.ts";
import { flag, number, shownText, text, textOrNull } from "../input.ts";
import { tagsOf } from "../tags.ts";
import * as api from "./log-group.ts";

/** `aws_cloudwatch_log_group`. */
export const logGroup: ResourceType<Aws> = {
  type: "aws_cloudwatch_log_group",
  label: "CloudWatch Logs Log Group",

  create({ client, input }) {
    const name = nameFor(client, input, "logs/log-group");
    const created = api.createLogGroup(client, {
      name,
      kmsKeyId: textOrNull(input, "kms_key_id"),
      logGroupClass: text(input, "log_group_class") || "STANDARD",
      deletionProtection: flag(input, "deletion_protection_enabled"),
      tags: tagsOf(input.tags_all),
    });
    const days = number(input, "retention_in_days", 0);
    if (days === 0 || created.logGroupClass === "DELIVERY") return shown(created, input);
    try {
      return shown(api.setRetention(client, name, days), input);
    } catch (failure) {
      if (failure instanceof Error) throw new CreatedWithError(shown(created, input), failure);
      throw failure;
    }
  },

  read({ client, state }) {
    const name = text(state, "id");
    const resources = [api.streamArn(client, "")];
    const found = client.call({ action: "logs:DescribeLogGroups", resources }, () => api.findLogGroup(client, name));
    if (!found) return null;
    client.call({ action: "logs:ListTagsForResource", resources: [found.arn] }, () => undefined);
    return shown(found, state);
  },

  update({ client, input, state, changed }) {
    const name = text(state, "id");
    if (changed("deletion_protection_enabled")) {
      const deletionProtection = flag(input, "deletion_protection_enabled");
      api.changeLogGroup(client, "PutLogGroupDeletionProtection", name, () => ({ deletionProtection }));
    }
    if (changed("retention_in_days")) api.setRetention(client, name, number(input, "retention_in_days", 0));
    if (changed("kms_key_id")) api.setLogGroupKey(client, name, textOrNull(input, "kms_key_id"));
    if (changed("tags_all")) api.tagLogGroup(client, name, tagsOf(state.tags_all), tagsOf(input.tags_all));
    return {};
  },

  delete({ client, state }) {
    const name = text(state, "id");
    if (flag(state, "skip_destroy") || !api.findLogGroup(client, name)) return;
    api.deleteLogGroup(client, name);
  },

  import: (_call, id) => ({ id, skip_destroy: false }),
};

function shown(held: api.LogGroup, state: Values): Values {
  return {
    id: held.name,
    ...nameValues(state, held.name),
    arn: held.arn,
    kms_key_id: shownText(state, "kms_key_id", held.kmsKeyId),
    log_group_class: held.logGroupClass,
    deletion_protection_enabled: held.deletionProtection,
    retention_in_days: held.retentionInDays,
    tags_all: held.tags,
  };
}
