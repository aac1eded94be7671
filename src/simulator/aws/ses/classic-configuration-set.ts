import { CreatedWithError, type ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { blocks, flag, text, textOrNull } from "../input.ts";
import { classicRules } from "./classic-rules.ts";
import { configurationSetArn, findConfigurationSet, newConfigurationSet } from "./configuration-set.ts";
import { type ConfigurationSet, sesTables } from "./records.ts";
import { isVerified } from "./verification.ts";

/** `aws_ses_configuration_set`: each setting by a call of its own after the creation. */
export const classicConfigurationSet: ResourceType<Aws> = {
  type: "aws_ses_configuration_set",
  label: "SES Configuration Set",

  create({ client, input }) {
    const name = text(input, "name");
    const created = classicCall(client, "CreateConfigurationSet", name, () => {
      refuseUnless(/^[\w-]{1,64}$/.test(name), classicRules.setName, name);
      refuseIf(findConfigurationSet(client, name), classicRules.setDuplicate, name);
      return newConfigurationSet(client, { name });
    });
    try {
      if (deliveryOf(input)) put(client, "PutConfigurationSetDeliveryOptions", name, { delivery: deliveryOf(input) });
      if (flag(input, "reputation_metrics_enabled")) putReputation(client, name, input);
      if (!flag(input, "sending_enabled")) putSending(client, name, input);
      if (redirectOf(input) !== null) putTracking(client, "CreateConfigurationSetTrackingOptions", name, input);
    } catch (failure) {
      if (failure instanceof Error) throw new CreatedWithError(shown(created), failure);
      throw failure;
    }
    return shown(findConfigurationSet(client, name) ?? created);
  },

  read({ client, state }) {
    const name = text(state, "id");
    const found = classicCall(client, "DescribeConfigurationSet", name, () => findConfigurationSet(client, name));
    return found ? shown(found) : null;
  },

  update({ client, input, state, changed }) {
    const name = text(state, "id");
    if (changed("delivery_options")) {
      put(client, "PutConfigurationSetDeliveryOptions", name, { delivery: deliveryOf(input) });
    }
    if (changed("reputation_metrics_enabled")) putReputation(client, name, input);
    if (changed("sending_enabled")) putSending(client, name, input);
    if (changed("tracking_options")) putTracking(client, "UpdateConfigurationSetTrackingOptions", name, input);
    return {};
  },

  delete({ client, state }) {
    const name = text(state, "id");
    if (!findConfigurationSet(client, name)) return;
    classicCall(client, "DeleteConfigurationSet", name, () => sets(client).delete(name));
  },
};

function putReputation(aws: Aws, name: string, input: Values): void {
  const reputationMetricsEnabled = flag(input, "reputation_metrics_enabled");
  put(aws, "UpdateConfigurationSetReputationMetricsEnabled", name, { reputationMetricsEnabled });
}

function putSending(aws: Aws, name: string, input: Values): void {
  put(aws, "UpdateConfigurationSetSendingEnabled", name, { sendingEnabled: flag(input, "sending_enabled") });
}

function putTracking(aws: Aws, operation: string, name: string, input: Values): void {
  const redirectDomain = redirectOf(input);
  put(aws, operation, name, { tracking: redirectDomain === null ? null : { redirectDomain, httpsPolicy: null } });
}

function put(aws: Aws, operation: string, name: string, change: Partial<ConfigurationSet>): void {
  classicCall(aws, operation, name, () => {
    const held = findConfigurationSet(aws, name);
    refuseUnless(held, classicRules.setMissing, name);
    const { tracking } = change;
    if (tracking) {
      refuseUnless(isVerified(aws, tracking.redirectDomain), classicRules.redirectDomain, tracking.redirectDomain);
    }
    sets(aws).put(name, { ...held, ...change });
  });
}

function classicCall<Result>(aws: Aws, operation: string, name: string, perform: () => Result): Result {
  const request = {
    action: `ses:${operation}`,
    sdkClient: "SES",
    resources: [configurationSetArn(aws, name)],
    parameters: { configurationSetName: name },
  };
  return aws.call(request, perform);
}

function deliveryOf(input: Values): ConfigurationSet["delivery"] {
  const [block] = blocks(input, "delivery_options");
  if (!block) return null;
  return { tlsPolicy: text(block, "tls_policy").toUpperCase(), sendingPoolName: null, maxDeliverySeconds: null };
}

function redirectOf(input: Values): string | null {
  const [block] = blocks(input, "tracking_options");
  return block ? textOrNull(block, "custom_redirect_domain") : null;
}

function shown({ name, arn, delivery, tracking, reputationMetricsEnabled, sendingEnabled }: ConfigurationSet): Values {
  return {
    id: name,
    arn,
    name,
    delivery_options: delivery ? [{ tls_policy: delivery.tlsPolicy === "REQUIRE" ? "Require" : "Optional" }] : [],
    tracking_options: tracking ? [{ custom_redirect_domain: tracking.redirectDomain }] : [],
    reputation_metrics_enabled: reputationMetricsEnabled,
    sending_enabled: sendingEnabled,
    last_fresh_start: "0001-01-01T00:00:00Z",
  };
}

function sets(aws: Aws) {
  return aws.table<ConfigurationSet>(sesTables.configurationSet);
}
