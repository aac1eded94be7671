import type { DataSource } from "../../planning/resource-type.ts";
import { refuse, refuseUnless } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { flag, text } from "../input.ts";
import { projectOf } from "../project.ts";
import { externalIdOf } from "../queries/attachments.ts";
import type { AwsIntegration } from "../records/integration.ts";
import { integrationValues } from "../resources/aws-integration.ts";
import { attachmentNamed, attachmentValues } from "../resources/aws-integration-attachment.ts";
import { lookupRules as rules } from "../rules/lookup.ts";
import { assumeRolePolicy } from "../trust.ts";
import { hasLabels, recordOf, withIdAs } from "./lookup.ts";

export const awsIntegrationData: DataSource<Spacelift> = {
  type: "spacelift_aws_integration",
  read({ client }, { integration_id, name }) {
    const asked = text(integration_id) || text(name);
    const found: AwsIntegration =
      client.table("aws-integration").find((integration) => {
        return text(integration_id) ? integration.id === asked : integration.name === asked;
      }) ?? refuse(rules.notFound, `AWS integration ${asked}`);
    return { ...integrationValues(found), integration_id: found.id };
  },
};

export const awsIntegrationsData: DataSource<Spacelift> = {
  type: "spacelift_aws_integrations",
  read({ client }, { labels }) {
    const integrations = client.table("aws-integration").filter((integration) => hasLabels(integration, labels));
    return {
      id: "spacelift_aws_integrations",
      integrations: integrations.map((found) => withIdAs("integration_id", integrationValues(found))),
    };
  },
};

export const awsIntegrationAttachmentData: DataSource<Spacelift> = {
  type: "spacelift_aws_integration_attachment",
  read({ client }, config) {
    const { projectId } = projectOf(client, config);
    const found = attachmentNamed(client, `${text(config.integration_id)}/${projectId}`);
    return attachmentValues(found ?? refuse(rules.notFound, "AWS integration attachment"));
  },
};

/** With which external id Spacelift would assume the role; an attachment for both is known by its write id. */
export const awsExternalIdData: DataSource<Spacelift> = {
  type: "spacelift_aws_integration_attachment_external_id",
  read({ client }, config) {
    refuseUnless(flag(config.read) || flag(config.write), rules.noAccess);
    const { projectId } = projectOf(client, config);
    const integrationId = text(config.integration_id);
    const { id } = recordOf(client, "aws-integration", integrationId, `AWS integration "${integrationId}"`);
    const access = flag(config.write) ? "write" : "read";
    const externalId = externalIdOf(client.account, id, projectId, access);
    return {
      id: `${id}/${projectId}/${access}`,
      external_id: externalId,
      assume_role_policy_statement: assumeRolePolicy(client, externalId),
    };
  },
};
