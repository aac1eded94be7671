import type { ResourceType } from "../../planning/resource-type.ts";
import type { Aws } from "../client.ts";
import { text } from "../input.ts";
import * as api from "./queue.ts";

/** A type that sets one attribute of a queue that another resource makes. */
function attributeType(properties: {
  readonly type: string;
  readonly label: string;
  readonly argument: string;
  readonly attribute: "Policy" | "RedrivePolicy";
}): ResourceType<Aws> {
  const { type, label, argument, attribute } = properties;
  return {
    type,
    label,

    create({ client, input }) {
      const url = text(input, "queue_url");
      api.setQueueAttributes(client, url, { [attribute]: text(input, argument) });
      return { id: url };
    },

    read({ client, state }) {
      const url = text(state, "id");
      const value = api.getQueue(client, url)?.attributes[attribute] ?? "";
      return value === "" ? null : { queue_url: url, [argument]: value };
    },

    update({ client, input, state }) {
      api.setQueueAttributes(client, text(state, "id"), { [attribute]: text(input, argument) });
      return {};
    },

    delete({ client, state }) {
      const url = text(state, "id");
      if (api.queues(client).has(url)) api.setQueueAttributes(client, url, { [attribute]: "" });
    },
  };
}

/** `aws_sqs_queue_policy`. */
export const queuePolicy = attributeType({
  type: "aws_sqs_queue_policy",
  label: "SQS Queue Policy",
  argument: "policy",
  attribute: "Policy",
});

/** `aws_sqs_queue_redrive_policy`. */
export const queueRedrivePolicy = attributeType({
  type: "aws_sqs_queue_redrive_policy",
  label: "SQS Queue Redrive Policy",
  argument: "redrive_policy",
  attribute: "RedrivePolicy",
});
