import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseUnless } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { flag, numberOrNull, text, textOrNull, texts } from "../input.ts";
import { checkAttachableMove } from "../moves.ts";
import { defaultSpace } from "../project.ts";
import type { AwsIntegration } from "../records/integration.ts";
import { removeWhere } from "../removal.ts";
import { accessRules } from "../rules/access.ts";
import { integrationRules as rules } from "../rules/integration.ts";
import { spacesOf } from "../usage.ts";

export const awsIntegration: ResourceType<Spacelift> = {
  type: "spacelift_aws_integration",
  label: "AWS integration",
  create({ client, input }) {
    const settings = settingsOf(client, input);
    const { name, roleArn, spaceId } = settings;
    const request = { attempt: `create AWS integration ${name}`, space: spaceId, parameters: { name, roleArn } };
    return client.call({ operation: "awsIntegrationCreate", ...request }, () => {
      check(client, settings);
      const id = client.ulid("aws-integration", [name, roleArn]);
      client.table("aws-integration").put(id, { id, ...settings });
      return { id, space_id: spaceId };
    });
  },
  read({ client, state }) {
    const found = client.table("aws-integration").get(text(state.id));
    return found ? integrationValues(found) : null;
  },
  update({ client, state, input }) {
    const integrations = client.table("aws-integration");
    const id = text(state.id);
    const settings = settingsOf(client, input);
    return client.call({ operation: "awsIntegrationUpdate", space: text(state.space_id), resources: [id] }, () => {
      refuseUnless(integrations.has(id), rules.notFound, id);
      check(client, settings);
      checkAttachableMove(client, { kind: "AWS integration", id, spaceId: settings.spaceId });
      integrations.put(id, { id, ...settings });
      return { space_id: settings.spaceId };
    });
  },
  delete({ client, state }) {
    const id = text(state.id);
    client.call({ operation: "awsIntegrationDelete", space: text(state.space_id), resources: [id] }, () => {
      refuseUnless(client.table("aws-integration").delete(id), rules.notFound, id);
      removeWhere(client, "aws-integration-attachment", (attachment) => {
        return attachment.integrationId === id;
      });
    });
  },
};

/** An AWS integration as attributes. */
export function integrationValues(found: AwsIntegration): Values {
  return {
    id: found.id,
    name: found.name,
    role_arn: found.roleArn,
    duration_seconds: found.durationSeconds,
    generate_credentials_in_worker: found.generateCredentialsInWorker,
    external_id: found.externalId,
    region: found.region,
    labels: found.labels,
    space_id: found.spaceId,
    autoattach_enabled: found.autoattachEnabled,
    tag_assume_role: found.tagAssumeRole,
  };
}

function settingsOf(client: Spacelift, input: Values): Omit<AwsIntegration, "id"> {
  return {
    name: text(input.name),
    roleArn: text(input.role_arn),
    durationSeconds: numberOrNull(input.duration_seconds) ?? 900,
    generateCredentialsInWorker: flag(input.generate_credentials_in_worker),
    externalId: textOrNull(input.external_id),
    region: textOrNull(input.region),
    labels: texts(input.labels),
    spaceId: text(input.space_id) || defaultSpace(client),
    autoattachEnabled: flag(input.autoattach_enabled),
    tagAssumeRole: flag(input.tag_assume_role),
  };
}

function check(client: Spacelift, { durationSeconds, spaceId }: Omit<AwsIntegration, "id">): void {
  refuseUnless(spacesOf(client).get(spaceId), accessRules.unknownSpace, spaceId);
  refuseUnless(durationSeconds >= 900 && durationSeconds <= 3_600, rules.duration, durationSeconds);
}
