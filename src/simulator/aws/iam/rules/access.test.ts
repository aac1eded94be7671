import { type TestCloud, testCloud } from "../../../testing/cloud.ts";
import { allow, role, trust, userWhoMay, userWith } from "../../../testing/identities.ts";
import { networkIn } from "../../../testing/network.ts";
import { testRules } from "../../../testing/rule-test.ts";
import { accessRules } from "./access.ts";

testRules(accessRules, () => testCloud(), {
  accessDenied: {
    refused: (cloud) => role(userWhoMay(cloud, ["iam:GetRole"]), "reader"),
    accepted: (cloud) => role(userWhoMay(cloud, ["iam:CreateRole"]), "reader"),
  },
  passRole: {
    refused: (cloud) => {
      role(cloud, "reader");
      profileBy(userWith(cloud, [allow({ NotAction: "iam:PassRole" })]));
    },
    accepted: (cloud) => {
      role(cloud, "reader");
      profileBy(userWith(cloud, [allow()]));
    },
  },
  passRoleCross: {
    refused: (cloud) => flowLog(cloud, role(testCloud({ world: cloud.world, account: "210987654321" }), "delivery")),
    accepted: (cloud) => flowLog(cloud, role(cloud, "delivery", deliveryTrust)),
  },
});

function profileBy(cloud: TestCloud): void {
  cloud.create("aws_iam_instance_profile", { name: "node", role: "reader" });
}

const deliveryTrust = { assume_role_policy: trust("vpc-flow-logs.amazonaws.com") };

/** A flow log that delivers to a log group by the role. */
function flowLog(cloud: TestCloud, { arn = null }: { readonly arn?: unknown }): void {
  const group = cloud.create("aws_cloudwatch_log_group", { name: "flow-logs" });
  cloud.create("aws_flow_log", {
    vpc_id: networkIn(cloud).vpcId,
    traffic_type: "ALL",
    log_destination: group.arn ?? null,
    iam_role_arn: String(arn),
  });
}
