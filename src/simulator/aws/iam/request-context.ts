import type { World } from "../../world/world.ts";
import { parseArn } from "../arn.ts";
import type { Principal } from "../principal.ts";
import { identityOf } from "./caller.ts";
import type { ConditionContext } from "./conditions.ts";

/** What is known of a request beside its action and resource. */
export interface RequestFacts {
  readonly world: World;
  readonly principal: Principal;
  readonly account: string;
  readonly region: string;
  readonly action: string;
  readonly conditions?: Readonly<Record<string, string | readonly string[]>>;
}

/** Services with one endpoint for all Regions; IAM sees their requests as made in us-east-1. */
const globalServices: ReadonlySet<string> = new Set(["iam", "organizations", "route53", "cloudfront", "budgets"]);

const principalTypes = { root: "Account", user: "User", "assumed-role": "AssumedRole", service: "Service" } as const;

/** The values of the global condition keys and of those that the request brings, keys in lower case. */
export function requestContext(facts: RequestFacts, resource: string): ConditionContext {
  const { world, principal } = facts;
  const service = facts.action.slice(0, facts.action.indexOf(":"));
  const context: Record<string, readonly string[]> = {
    "aws:principalarn": [principal.identity],
    "aws:principalaccount": [principal.account],
    "aws:principaltype": [principalTypes[principal.kind]],
    "aws:userid": [principal.userId],
    "aws:principalisawsservice": [String(principal.kind === "service")],
    "aws:viaawsservice": ["false"],
    "aws:requestedregion": [globalServices.has(service) ? "us-east-1" : facts.region],
    "aws:resourceaccount": [parseArn(resource)?.account || facts.account],
    "aws:currenttime": [world.now.toISOString()],
    "aws:epochtime": [String(Math.floor(world.now.getTime() / 1000))],
    "aws:securetransport": ["true"],
    "aws:sourceip": [callerAddress],
  };
  const identity = identityOf(world, principal);
  if (principal.kind === "user") context["aws:username"] = [identity?.name ?? ""];
  if (principal.sourceIdentity !== undefined) context["aws:sourceidentity"] = [principal.sourceIdentity];
  for (const [key, value] of Object.entries({ ...identity?.tags, ...principal.sessionTags })) {
    context[`aws:principaltag/${key.toLowerCase()}`] = [value];
  }
  for (const [key, value] of Object.entries(facts.conditions ?? {})) {
    context[key.toLowerCase()] = typeof value === "string" ? [value] : value;
  }
  return context;
}

/** All callers of a rehearsal come from one address of the documentation range. */
const callerAddress = "203.0.113.10";
