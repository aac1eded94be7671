import { ProviderError } from "../../planning/diagnostics.ts";
import type { ResourceType } from "../../planning/resource-type.ts";
import { unknown, type Value, type Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import { nameFor, nameValues } from "../generated-name.ts";
import { flag, number, text, textOrNull } from "../input.ts";
import { changeTags } from "../tagging.ts";
import { tagsOf } from "../tags.ts";
import * as api from "./queue.ts";

/** Attributes of SQS and the arguments that they are. */
const argumentOf: Readonly<Record<keyof api.QueueAttributes, string>> = {
  DelaySeconds: "delay_seconds",
  MaximumMessageSize: "max_message_size",
  MessageRetentionPeriod: "message_retention_seconds",
  ReceiveMessageWaitTimeSeconds: "receive_wait_time_seconds",
  VisibilityTimeout: "visibility_timeout_seconds",
  ContentBasedDeduplication: "content_based_deduplication",
  DeduplicationScope: "deduplication_scope",
  FifoThroughputLimit: "fifo_throughput_limit",
  KmsMasterKeyId: "kms_master_key_id",
  KmsDataKeyReusePeriodSeconds: "kms_data_key_reuse_period_seconds",
  SqsManagedSseEnabled: "sqs_managed_sse_enabled",
  Policy: "policy",
  RedrivePolicy: "redrive_policy",
  RedriveAllowPolicy: "redrive_allow_policy",
};

const names = Object.keys(argumentOf) as (keyof api.QueueAttributes)[];

/** `aws_sqs_queue`. */
export const queue: ResourceType<Aws> = {
  type: "aws_sqs_queue",
  label: "SQS Queue",

  plan({ state, config, planned }) {
    const isFifo = planned.fifo_queue === true;
    const name = planned.name;
    if (typeof name === "string" && !(isFifo ? /^[\w-]{1,75}\.fifo$/ : /^[\w-]{1,80}$/).test(name)) {
      throw new ProviderError(`invalid queue name: ${name}`);
    }
    if (!isFifo && config.content_based_deduplication === true) {
      throw new ProviderError("content-based deduplication can only be set for FIFO queue");
    }
    if (state === null && planned.name === null) planned.name = unknown;
  },

  create({ client, input }) {
    const isFifo = flag(input, "fifo_queue");
    const base = nameFor(client, input, "sqs/queue");
    const name = isFifo && textOrNull(input, "name") === null ? `${base}.fifo` : base;
    const made = api.createQueue(client, {
      name,
      isFifo,
      attributes: attributesIn(input),
      tags: tagsOf(input.tags_all),
    });
    return shown(made, input);
  },

  read({ client, state }) {
    const found = api.getQueue(client, text(state, "id"));
    return found ? shown(found, state) : null;
  },

  update({ client, input, state, changed }) {
    const url = text(state, "id");
    const wanted = attributesIn(input);
    const changes = names.filter((name) => changed(argumentOf[name])).map((name) => [name, wanted[name]] as const);
    if (changes.length > 0) api.setQueueAttributes(client, url, Object.fromEntries(changes));
    const tagging = { arn: api.queueArn(client, url), tag: "sqs:TagQueue", untag: "sqs:UntagQueue" };
    changeTags(client, tagging, tagsOf(state.tags_all), tagsOf(input.tags_all), (tags) => {
      const held = api.queues(client).get(url);
      if (held) api.queues(client).put(url, { ...held, tags });
    });
    return {};
  },

  delete({ client, state }) {
    api.deleteQueue(client, text(state, "id"));
  },
};

function attributesIn(input: Values): api.QueueAttributes {
  const isFifo = flag(input, "fifo_queue");
  const keyId = text(input, "kms_master_key_id");
  return {
    DelaySeconds: number(input, "delay_seconds", 0),
    MaximumMessageSize: number(input, "max_message_size", 262_144),
    MessageRetentionPeriod: number(input, "message_retention_seconds", 345_600),
    ReceiveMessageWaitTimeSeconds: number(input, "receive_wait_time_seconds", 0),
    VisibilityTimeout: number(input, "visibility_timeout_seconds", 30),
    ContentBasedDeduplication: flag(input, "content_based_deduplication"),
    DeduplicationScope: text(input, "deduplication_scope") || (isFifo ? "queue" : ""),
    FifoThroughputLimit: text(input, "fifo_throughput_limit") || (isFifo ? "perQueue" : ""),
    KmsMasterKeyId: keyId,
    KmsDataKeyReusePeriodSeconds: number(input, "kms_data_key_reuse_period_seconds", 300),
    SqsManagedSseEnabled:
      input.sqs_managed_sse_enabled === null ? keyId === "" : flag(input, "sqs_managed_sse_enabled"),
    Policy: text(input, "policy"),
    RedrivePolicy: text(input, "redrive_policy"),
    RedriveAllowPolicy: text(input, "redrive_allow_policy"),
  };
}

function shown({ url, name, arn, isFifo, attributes, tags }: api.Queue, state: Values): Values {
  const values = Object.fromEntries(names.map((attribute) => [argumentOf[attribute], attributes[attribute] as Value]));
  return {
    ...values,
    kms_master_key_id: attributes.KmsMasterKeyId || (state.kms_master_key_id === "" ? "" : null),
    id: url,
    url,
    arn,
    fifo_queue: isFifo,
    ...nameValues(state, name),
    tags_all: tags,
  };
}
