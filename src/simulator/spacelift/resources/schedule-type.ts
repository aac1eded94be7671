import type { ResourceType } from "../../planning/resource-type.ts";
import type { Values } from "../../planning/values.ts";
import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Spacelift } from "../client.ts";
import { isCron } from "../cron.ts";
import { numberOrNull, text, texts } from "../input.ts";
import type { OperationName } from "../operations.ts";
import { stackOf } from "../project.ts";
import type { Schedule } from "../records/schedule.ts";
import { scheduleRules as rules } from "../rules/schedule.ts";
import { lastPart } from "../text-ids.ts";
import { isTimezone } from "../timezone.ts";

type Settings = Pick<Schedule, "name" | "command" | "deleteResources" | "runtimeConfig">;

/** What is particular to one kind of schedule. */
export interface ScheduleKind {
  readonly type: string;
  readonly label: string;
  readonly kind: Schedule["kind"];
  readonly operations: {
    readonly create: OperationName;
    readonly update: OperationName;
    readonly delete: OperationName;
  };
  settings(input: Values): Settings;
  /** The attributes that only this kind has. */
  values(client: Spacelift, schedule: Schedule): Values;
}

/** The type of a kind of schedule: a cron expression or a moment at which something happens to a stack. */
export function scheduleType(kind: ScheduleKind): ResourceType<Spacelift> {
  const { type, label, operations } = kind;
  return {
    type,
    label,
    create({ client, input }) {
      const { id: stackId, spaceId } = stackOf(client, input.stack_id);
      const timing = timingOf(kind, input);
      return client.call({ operation: operations.create, space: spaceId, resources: [stackId] }, () => {
        checkTiming(timing);
        const settings = kind.settings(input);
        const id = client.ulid(`scheduled-${kind.kind}`, [stackId, { ...timing }, settings.command]);
        const made = client.table("schedule").put(id, { id, kind: kind.kind, stackId, ...timing, ...settings });
        return { id: `${stackId}/${id}`, schedule_id: id, ...kind.values(client, made) };
      });
    },
    read({ client, state }) {
      const found = client.table("schedule").get(lastPart(text(state.id)));
      return found ? scheduleValues(client, kind, found) : null;
    },
    update({ client, state, input }) {
      const { id: stackId, spaceId } = stackOf(client, state.stack_id);
      const timing = timingOf(kind, input);
      return client.call({ operation: operations.update, space: spaceId, resources: [stackId] }, () => {
        checkTiming(timing);
        const id = lastPart(text(state.id));
        const changed = { id, kind: kind.kind, stackId, ...timing, ...kind.settings(input) };
        return kind.values(client, client.table("schedule").put(id, changed));
      });
    },
    delete({ client, state }) {
      const { id: stackId, spaceId } = stackOf(client, state.stack_id);
      client.call({ operation: operations.delete, space: spaceId, resources: [stackId] }, () => {
        client.table("schedule").delete(lastPart(text(state.id)));
      });
    },
  };
}

/** A schedule as attributes. */
export function scheduleValues(client: Spacelift, kind: ScheduleKind, schedule: Schedule): Values {
  const timing = kind.kind === "delete" ? {} : { every: schedule.every, timezone: schedule.timezone };
  return {
    id: `${schedule.stackId}/${schedule.id}`,
    schedule_id: schedule.id,
    stack_id: schedule.stackId,
    at: schedule.at,
    ...timing,
    ...kind.values(client, schedule),
  };
}

type Timing = Pick<Schedule, "every" | "at" | "timezone">;

function timingOf({ label }: ScheduleKind, input: Values): Timing {
  const every = texts(input.every);
  const at = numberOrNull(input.at);
  refuseIf(every.length === 0 && at === null, rules.noTime, label);
  return { every, at, timezone: text(input.timezone) || null };
}

function checkTiming({ every, timezone }: Timing): void {
  for (const expression of every) refuseUnless(isCron(expression), rules.cron, expression);
  refuseUnless(timezone === null || isTimezone(timezone), rules.timezone, timezone ?? "");
}
