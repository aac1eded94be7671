import { Construct } from "constructs";
import { AwsIntegration } from "../../../.gen/spacelift/aws-integration.js";
import type { Account, Organization } from "../../configuration/organization.ts";
import { integrationNamesOf, integrationRoleArn } from "../../configuration/resolve.ts";
import { NamedScope, self } from "../named-scope.ts";

/** The integrations of one account: a stack plans with the first and applies with the second. */
export interface IntegrationIds {
  readonly plan: string;
  readonly apply: string;
}

/** Spacelift's ways into each AWS account: a role that reads for plans and one that writes for applies, each for an hour at most. */
export class AwsIntegrations extends Construct {
  /** By the account's key in the organisation. */
  readonly ids: Readonly<Record<string, IntegrationIds>>;

  constructor(scope: Construct, id: string, { accounts }: Pick<Organization, "accounts">) {
    super(scope, id);
    this.ids = Object.fromEntries(
      Object.entries(accounts).map(([key, account]) => {
        const ofAccount = new NamedScope(this, key);
        const names = integrationNamesOf(account.integration);
        return [
          key,
          {
            plan: integration(ofAccount, "plan", names.plan, account, "plan"),
            apply: integration(ofAccount, self, names.apply, account, "apply"),
          },
        ];
      }),
    );
  }
}

function integration(scope: Construct, id: string, name: string, account: Account, access: "plan" | "apply"): string {
  return new AwsIntegration(scope, id, {
    name,
    roleArn: integrationRoleArn(account, access),
    durationSeconds: 3600,
    generateCredentialsInWorker: false,
    spaceId: "root",
    labels: [`account:${account.name}`],
  }).id;
}
