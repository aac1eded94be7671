import { refuseIf, refuseUnless } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { requestTags, type Tags } from "../tags.ts";
import { type ConfigurationSet, sesTables } from "./records.ts";
import { rules } from "./rules.ts";
import { checkTags } from "./tag-check.ts";
import { isVerified } from "./verification.ts";

/** The settings of a configuration set; what is left out is as `CreateConfigurationSet` defaults it. */
export type ConfigurationSetOptions = Partial<Omit<ConfigurationSet, "name" | "arn" | "tags">>;

/** ARN of a configuration set, whether it exists or not. */
export function configurationSetArn(aws: Aws, name: string): string {
  return aws.arn("ses", `configuration-set/${name}`);
}

/** The configuration set of that name. */
export function findConfigurationSet(aws: Aws, name: string): ConfigurationSet | undefined {
  return sets(aws).get(name);
}

/** The configuration set of that name, or the words of version 2 for its absence. */
export function requireConfigurationSet(aws: Aws, name: string): ConfigurationSet {
  const found = findConfigurationSet(aws, name);
  refuseUnless(found, rules.setMissing, name);
  return found;
}

/** `ses:CreateConfigurationSet` of version 2. */
export function createConfigurationSet(
  aws: Aws,
  properties: ConfigurationSetOptions & { readonly name: string; readonly tags?: Tags },
): ConfigurationSet {
  const { name, tags = {}, ...options } = properties;
  const request = {
    action: "ses:CreateConfigurationSet",
    resources: [configurationSetArn(aws, name)],
    parameters: { configurationSetName: name },
    conditions: requestTags(tags),
  };
  return aws.call(request, () => {
    refuseUnless(/^[\w-]{1,64}$/.test(name), rules.setName, name);
    refuseIf(sets(aws).has(name), rules.setDuplicate, name);
    checkOptions(aws, options);
    checkTags(tags);
    return newConfigurationSet(aws, { ...options, name, tags });
  });
}

/** Keeps a new configuration set. */
export function newConfigurationSet(
  aws: Aws,
  set: ConfigurationSetOptions & { readonly name: string; readonly tags?: Tags },
): ConfigurationSet {
  return sets(aws).put(set.name, {
    delivery: null,
    reputationMetricsEnabled: false,
    sendingEnabled: true,
    suppressedReasons: null,
    tracking: null,
    vdm: null,
    tags: {},
    ...set,
    arn: configurationSetArn(aws, set.name),
  });
}

/** One of the `ses:PutConfigurationSet…Options` calls. */
export function setOptions(
  aws: Aws,
  operation: string,
  name: string,
  options: ConfigurationSetOptions,
): ConfigurationSet {
  return changeSet(aws, operation, name, () => {
    checkOptions(aws, options);
    return options;
  });
}

/** `ses:TagResource` and `ses:UntagResource` together: the set then has exactly these tags. */
export function tagConfigurationSet(aws: Aws, name: string, tags: Tags): ConfigurationSet {
  return changeSet(aws, "TagResource", name, () => {
    checkTags(tags);
    return { tags };
  });
}

/** `ses:DeleteConfigurationSet`: identities that have it as their default keep its name. */
export function deleteConfigurationSet(aws: Aws, name: string): void {
  const resources = [configurationSetArn(aws, name)];
  aws.call({ action: "ses:DeleteConfigurationSet", resources, parameters: { configurationSetName: name } }, () => {
    refuseUnless(sets(aws).delete(name), rules.setMissing, name);
  });
}

function checkOptions(aws: Aws, { delivery, tracking }: ConfigurationSetOptions): void {
  refuseIf(delivery?.sendingPoolName, rules.poolMissing, delivery?.sendingPoolName ?? "");
  if (tracking) refuseUnless(isVerified(aws, tracking.redirectDomain), rules.redirectDomain, tracking.redirectDomain);
}

function changeSet(
  aws: Aws,
  operation: string,
  name: string,
  change: (set: ConfigurationSet) => Partial<ConfigurationSet>,
): ConfigurationSet {
  const resources = [configurationSetArn(aws, name)];
  return aws.call({ action: `ses:${operation}`, resources, parameters: { configurationSetName: name } }, () => {
    const held = requireConfigurationSet(aws, name);
    return sets(aws).put(name, { ...held, ...change(held) });
  });
}

function sets(aws: Aws) {
  return aws.table<ConfigurationSet>(sesTables.configurationSet);
}
