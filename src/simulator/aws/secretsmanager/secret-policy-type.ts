import type { ResourceType } from "../../planning/resource-type.ts";
import type { Aws } from "../client.ts";
import { withDeadPrincipals } from "../iam/principals.ts";
import { flag, text } from "../input.ts";
import * as api from "./secret.ts";

/** `aws_secretsmanager_secret_policy`. */
export const secretPolicy: ResourceType<Aws> = {
  type: "aws_secretsmanager_secret_policy",
  label: "Secrets Manager Secret Policy",

  create({ client, input }) {
    const { arn } = api.setSecretPolicy(
      client,
      text(input, "secret_arn"),
      text(input, "policy"),
      flag(input, "block_public_policy"),
    );
    return { id: arn };
  },

  read({ client, state }) {
    const arn = text(state, "id");
    const held = client.call({ action: "secretsmanager:GetResourcePolicy", resources: [arn] }, () =>
      api.findSecret(client, arn),
    );
    if (!held || held.deletionDate !== undefined) return null;
    const policy = held.policy === null ? "" : withDeadPrincipals(client.world, held.policy, held.principalIds);
    return { secret_arn: held.arn, policy };
  },

  update({ client, input }) {
    const arn = text(input, "secret_arn");
    api.setSecretPolicy(client, arn, text(input, "policy"), flag(input, "block_public_policy"));
    return {};
  },

  delete({ client, state }) {
    const arn = text(state, "id");
    const held = api.findSecret(client, arn);
    if (!held || held.deletionDate !== undefined || held.policy === null) return;
    api.setSecretPolicy(client, arn, null);
  },
};
