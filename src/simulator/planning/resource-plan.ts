import { differs } from "./equality.ts";
import { attempt, notSimulated } from "./failure.ts";
import type { KnownType } from "./known-types.ts";
import { conform } from "./objects.ts";
import type { PlanOutcome } from "./outcome.ts";
import { planObject } from "./plan.ts";
import { replacedPaths } from "./replacement.ts";
import type { ResourceType } from "./resource-type.ts";
import { changedBetween } from "./same-top.ts";
import type { Session } from "./session.ts";
import { hasAllTags, planAllTags } from "./tags.ts";
import type { Values } from "./values.ts";

/** Plans a change of an object; `config` null plans its removal. */
export function planResource<Client>(
  session: Session<Client>,
  { type, tables, handler }: KnownType<ResourceType<Client>>,
  prior: Values | null,
  config: Values | null,
): PlanOutcome {
  if (config === null) return { planned: null, replace: [], diagnostics: [] };
  if (!handler) return { planned: prior, replace: [], diagnostics: [notSimulated(type)] };
  return attempt<Omit<PlanOutcome, "diagnostics">>("", { planned: prior, replace: [] }, () => {
    const draft = planObject(tables, prior, config);
    const client = session.clientFor(config);
    session.planRegion(tables, draft, config);
    if (hasAllTags(tables)) planAllTags(tables, prior, draft, session.defaultTagsOf(client));
    const account = session.identityOf(client)?.account ?? "";
    const replace = prior === null ? [] : replacedPaths(tables, prior, draft, { config, account });
    handler.plan?.({
      client,
      state: prior,
      config,
      planned: draft,
      changed: changedBetween(tables.block, prior, draft),
      replace: (path) => void replace.push(path),
    });
    const planned = conform(tables.block, draft);
    if (prior === null) return { planned, replace: [], diagnostics: [] };
    if (!differs(tables.block, prior, planned)) return { planned: prior, replace: [], diagnostics: [] };
    return { planned, replace: [...new Set(replace)], diagnostics: [] };
  });
}
