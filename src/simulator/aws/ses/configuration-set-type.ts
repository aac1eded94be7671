import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { blocks, flag, number, shownText, text, textOrNull, texts } from "../input.ts";
import { tagsOf } from "../tags.ts";
import * as api from "./configuration-set.ts";
import type { ConfigurationSet } from "./records.ts";

/** `aws_sesv2_configuration_set`. */
export const configurationSet: ResourceType<Aws> = {
  type: "aws_sesv2_configuration_set",
  label: "SESv2 (Simple Email V2) Configuration Set",

  create({ client, input }) {
    const options = Object.assign({}, ...optionCalls.map(({ options }) => options(input)));
    const created = api.createConfigurationSet(client, {
      ...options,
      name: text(input, "configuration_set_name"),
      tags: tagsOf(input.tags_all),
    });
    return shown(created, input);
  },

  read({ client, state }) {
    const name = text(state, "id");
    const resources = [api.configurationSetArn(client, name)];
    const found = client.call({ action: "ses:GetConfigurationSet", resources }, () =>
      api.findConfigurationSet(client, name),
    );
    if (!found) return null;
    client.call({ action: "ses:ListTagsForResource", resources }, () => undefined);
    return shown(found, state);
  },

  update({ client, input, state, changed }) {
    const name = text(state, "id");
    for (const { block, operation, options } of optionCalls) {
      if (changed(block)) api.setOptions(client, operation, name, options(input));
    }
    if (changed("tags_all")) api.tagConfigurationSet(client, name, tagsOf(input.tags_all));
    const updated = api.findConfigurationSet(client, name);
    return updated ? shown(updated, input) : {};
  },

  delete({ client, state }) {
    const name = text(state, "id");
    if (api.findConfigurationSet(client, name)) api.deleteConfigurationSet(client, name);
  },
};

/** Each block of the type: the call that changes it, and what it asks for. */
const optionCalls: readonly {
  readonly block: string;
  readonly operation: string;
  options(input: Values): api.ConfigurationSetOptions;
}[] = [
  {
    block: "delivery_options",
    operation: "PutConfigurationSetDeliveryOptions",
    options: (input) => ({
      delivery: ofBlock(input, "delivery_options", (block) => ({
        tlsPolicy: textOrNull(block, "tls_policy"),
        sendingPoolName: textOrNull(block, "sending_pool_name"),
        maxDeliverySeconds: number(block, "max_delivery_seconds", 0) || null,
      })),
    }),
  },
  {
    block: "reputation_options",
    operation: "PutConfigurationSetReputationOptions",
    options: (input) => ({
      reputationMetricsEnabled: blocks(input, "reputation_options").some((block) =>
        flag(block, "reputation_metrics_enabled"),
      ),
    }),
  },
  {
    block: "sending_options",
    operation: "PutConfigurationSetSendingOptions",
    options: (input) => ({
      sendingEnabled: blocks(input, "sending_options").every((block) => block.sending_enabled !== false),
    }),
  },
  {
    block: "suppression_options",
    operation: "PutConfigurationSetSuppressionOptions",
    options: (input) => ({
      suppressedReasons: ofBlock(input, "suppression_options", (block) => texts(block.suppressed_reasons)),
    }),
  },
  {
    block: "tracking_options",
    operation: "PutConfigurationSetTrackingOptions",
    options: (input) => ({
      tracking: ofBlock(input, "tracking_options", (block) => ({
        redirectDomain: text(block, "custom_redirect_domain"),
        httpsPolicy: textOrNull(block, "https_policy"),
      })),
    }),
  },
  {
    block: "vdm_options",
    operation: "PutConfigurationSetVdmOptions",
    options: (input) => ({
      vdm: ofBlock(input, "vdm_options", (block) => ({
        engagementMetrics: ofBlock(block, "dashboard_options", (inner) => textOrNull(inner, "engagement_metrics")),
        optimizedDelivery: ofBlock(block, "guardian_options", (inner) =>
          textOrNull(inner, "optimized_shared_delivery"),
        ),
      })),
    }),
  },
];

function ofBlock<Result>(values: Values, name: string, read: (block: Values) => Result): Result | null {
  const [block] = blocks(values, name);
  return block ? read(block) : null;
}

function shown(held: ConfigurationSet, state: Values): Values {
  const { delivery, tracking, suppressedReasons, vdm } = held;
  const [deliveryState = {}] = blocks(state, "delivery_options");
  return {
    id: held.name,
    arn: held.arn,
    configuration_set_name: held.name,
    delivery_options: listOf(delivery, ({ tlsPolicy, sendingPoolName, maxDeliverySeconds }) => ({
      tls_policy: shownText(deliveryState, "tls_policy", tlsPolicy),
      sending_pool_name: shownText(deliveryState, "sending_pool_name", sendingPoolName),
      max_delivery_seconds: maxDeliverySeconds,
    })),
    reputation_options: [{ reputation_metrics_enabled: held.reputationMetricsEnabled, last_fresh_start: "" }],
    sending_options: [{ sending_enabled: held.sendingEnabled }],
    suppression_options: listOf(suppressedReasons, (reasons) => ({ suppressed_reasons: reasons })),
    tracking_options: listOf(tracking, ({ redirectDomain, httpsPolicy }) => ({
      custom_redirect_domain: redirectDomain,
      https_policy: httpsPolicy,
    })),
    vdm_options: listOf(vdm, ({ engagementMetrics, optimizedDelivery }) => ({
      dashboard_options: listOf(engagementMetrics, (metrics) => ({ engagement_metrics: metrics })),
      guardian_options: listOf(optimizedDelivery, (delivery) => ({ optimized_shared_delivery: delivery })),
    })),
    tags_all: held.tags,
  };
}

/** A block as the state holds it: a list of one, or of none. */
function listOf<Held>(held: Held | null, show: (held: Held) => Values): readonly Values[] {
  return held === null ? [] : [show(held)];
}
