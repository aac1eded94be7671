import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { texts } from "../input.ts";
import { type AccountSetting, sesTables } from "./records.ts";

/** An account as SES first sees it: in the sandbox, suppressing for both reasons as accounts since November 2019 do. */
const newAccount: AccountSetting = { productionAccess: false, suppressedReasons: ["BOUNCE", "COMPLAINT"] };

/** The settings of this account and Region. */
export function accountSetting(aws: Aws): AccountSetting {
  return settings(aws).get("account") ?? newAccount;
}

/** What no call does: a person at AWS lets the account out of the sandbox. */
export function grantProductionAccess(aws: Aws): void {
  settings(aws).put("account", { ...accountSetting(aws), productionAccess: true });
  aws.world.commit(aws.actor);
}

/** `aws_sesv2_account_suppression_attributes`: a setting of the account, which outlives the resource. */
export const accountSuppression: ResourceType<Aws> = {
  type: "aws_sesv2_account_suppression_attributes",
  label: "SESv2 (Simple Email V2) Account Suppression Attributes",

  create({ client, input }) {
    putSuppression(client, input);
    return { id: client.account };
  },

  read({ client }) {
    const { suppressedReasons } = client.call({ action: "ses:GetAccount" }, () => accountSetting(client));
    return { id: client.account, suppressed_reasons: suppressedReasons };
  },

  update({ client, input }) {
    putSuppression(client, input);
    return {};
  },

  delete() {},
};

function putSuppression(aws: Aws, input: Values): void {
  const suppressedReasons = texts(input.suppressed_reasons);
  aws.call({ action: "ses:PutAccountSuppressionAttributes", parameters: { suppressedReasons } }, () => {
    settings(aws).put("account", { ...accountSetting(aws), suppressedReasons });
  });
}

function settings(aws: Aws) {
  return aws.table<AccountSetting>(sesTables.setting);
}
