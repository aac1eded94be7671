import { Construct } from "constructs";
import { AwsIntegration } from "../../../.gen/spacelift/aws-integration.js";
import type { Organization } from "../../configuration/organization.ts";
import { integrationRoleArn } from "../../configuration/resolve.ts";

/** One integration for each AWS account: the role that Spacelift assumes there, for an hour at most. */
export class AwsIntegrations extends Construct {
  /** Ids by the account's key in the organisation. */
  readonly ids: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { accounts }: Pick<Organization, "accounts">) {
    super(scope, id);
    this.ids = Object.fromEntries(
      Object.entries(accounts).map(([key, account]) => {
        const integration = new AwsIntegration(this, key, {
          name: account.integration.name,
          roleArn: integrationRoleArn(account),
          durationSeconds: 3600,
          generateCredentialsInWorker: false,
          spaceId: "root",
          labels: [`account:${account.name}`],
        });
        return [key, integration.id];
      }),
    );
  }
}
