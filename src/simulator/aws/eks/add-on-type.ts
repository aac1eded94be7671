import { CreatedWithError, type ResourceType } from "../../planning/resource-type.ts";
import type { Value, Values } from "../../planning/values.ts";
import type { ServiceError } from "../../rule.ts";
import type { Aws } from "../client.ts";
import { ignoring } from "../ec2/calls.ts";
import { blocks, flag, rfc3339, shownText, text, textOrNull } from "../input.ts";
import { tagsOf } from "../tags.ts";
import * as api from "./add-on.ts";
import { issueOf, waitForPods } from "./add-on-health.ts";
import { type ServiceAccountRole, serviceAccountRoles } from "./add-on-roles.ts";
import { addOnFacts } from "./facts/add-ons.ts";
import type { AddOn } from "./records.ts";
import { addOnRules } from "./rules/add-ons.ts";
import { changeTags } from "./tagging.ts";
import { endedIn, timedOut, timeoutOf } from "./waiting.ts";

/** Seconds that the provider waits unless told otherwise. */
const defaultTimeout = 1_200;

/** `aws_eks_addon`. */
export const addOn: ResourceType<Aws> = {
  type: "aws_eks_addon",
  label: "EKS Add-On",

  create({ client, input, takes, warn }) {
    const created = api.createAddOn(client, {
      clusterName: text(input, "cluster_name"),
      name: text(input, "addon_name"),
      version: textOrNull(input, "addon_version"),
      configuration: text(input, "configuration_values"),
      namespace: blocks(input, "namespace_config").map((block) => textOrNull(block, "namespace"))[0] ?? null,
      serviceAccountRoleArn: textOrNull(input, "service_account_role_arn"),
      serviceAccountRoles: rolesIn(input),
      resolveConflicts: text(input, "resolve_conflicts_on_create") === "OVERWRITE" ? "OVERWRITE" : "NONE",
      tags: tagsOf(input.tags_all),
    });
    const timeout = timeoutOf(input, "create", defaultTimeout);
    const waited = waitForPods(client, created, timeout);
    const issue = issueOf(client, created);
    takes(issue?.status === "DEGRADED" ? timeout : Math.max(waited, addOnFacts[created.name]?.seconds ?? 0));
    if (issue === null) return shown(client, created, input);
    warn(
      "Running terraform apply again will remove the kubernetes add-on and attempt to create it again effectively purging previous add-on configuration",
    );
    const consoles = client.insides?.consoles(client, created.clusterName) ?? [];
    if (consoles.length > 0) warn(`Instances stay out of the cluster ${created.clusterName}`, consoles.join("\n"));
    const waitingFor = `EKS Add-On (${idOf(created)}) create`;
    const failure =
      issue.status === "DEGRADED"
        ? timedOut(waitingFor, issue.status, timeout, issue)
        : endedIn(waitingFor, issue.status, "ACTIVE", issue);
    throw new CreatedWithError(shown(client, created, input), failure);
  },

  read({ client, state }) {
    const { clusterName, name } = partsOf(text(state, "id"));
    const found = ignoring(["ResourceNotFoundException"], () => api.describeAddOn(client, clusterName, name));
    return found ? shown(client, found, state) : null;
  },

  update({ client, input, state, changed, takes }) {
    const { clusterName, name } = partsOf(text(state, "id"));
    const held = api.describeAddOn(client, clusterName, name);
    if (changed("tags_all")) {
      const tags = tagsOf(input.tags_all);
      changeTags(client, held.arn, held.tags, tags, (now) => api.putAddOnTags(client, clusterName, name, now));
    }
    if (changed("addon_version", "configuration_values", "service_account_role_arn", "pod_identity_association")) {
      const conflicts = api.updateAddOn(client, clusterName, name, {
        version: text(input, "addon_version") || held.version,
        configuration: text(input, "configuration_values"),
        serviceAccountRoleArn: textOrNull(input, "service_account_role_arn"),
        serviceAccountRoles: changed("pod_identity_association") ? rolesIn(input) : null,
        resolveConflicts: resolveOnUpdate(input),
      });
      const current = api.findAddOn(client, clusterName, name) ?? held;
      const waited =
        conflicts.length > 0 ? 0 : waitForPods(client, current, timeoutOf(input, "update", defaultTimeout));
      takes(Math.max(waited, addOnFacts[name]?.seconds ?? 0));
      const failure = updateFailure(client, current, conflicts);
      if (failure) throw failure;
    }
    return shown(client, api.describeAddOn(client, clusterName, name), input);
  },

  delete({ client, state, takes }) {
    const { clusterName, name } = partsOf(text(state, "id"));
    const preserve = flag(state, "preserve");
    ignoring(["ResourceNotFoundException"], () => api.deleteAddOn(client, clusterName, name, preserve));
    takes(preserve ? 3 : 15);
  },

  import: (_call, id) => (/^[^:]+:[^:]+$/.test(id) ? { id } : null),
};

/** An update ends as failed for fields that somebody else has set, and for pods that find no node. */
function updateFailure(client: Aws, held: AddOn, conflicts: readonly string[]): ServiceError | null {
  const waitingFor = `EKS Add-On (${idOf(held)}) update (${client.ids.uuid("eks/update", held.arn)})`;
  if (conflicts.length > 0) {
    const message = `${addOnRules.conflict.message(conflicts)}. Consider setting resolve_conflicts_on_update to "OVERWRITE"`;
    return endedIn(waitingFor, "Failed", "Successful", { rule: addOnRules.conflict, message, resources: [] });
  }
  const issue = issueOf(client, held);
  return issue && endedIn(waitingFor, "Failed", "Successful", issue);
}

function resolveOnUpdate(input: Values): api.AddOnProperties["resolveConflicts"] {
  const wanted = text(input, "resolve_conflicts_on_update");
  return wanted === "OVERWRITE" || wanted === "PRESERVE" ? wanted : "NONE";
}

function shown(client: Aws, held: AddOn, state: Values): Values {
  return {
    id: idOf(held),
    addon_name: held.name,
    addon_version: held.version,
    arn: held.arn,
    cluster_name: held.clusterName,
    configuration_values: held.configuration,
    created_at: rfc3339(held.createdAt),
    modified_at: rfc3339(held.modifiedAt),
    namespace_config: [{ namespace: held.namespace }],
    pod_identity_association: shownRoles(client, held),
    service_account_role_arn: shownText(state, "service_account_role_arn", held.serviceAccountRoleArn),
    tags_all: held.tags,
  };
}

/** The roles of an add-on's service accounts as the provider shows them. */
export function shownRoles(client: Aws, held: AddOn): Value {
  return serviceAccountRoles(client, held).map(({ serviceAccount, roleArn }) => ({
    service_account: serviceAccount,
    role_arn: roleArn,
  }));
}

function rolesIn(input: Values): readonly ServiceAccountRole[] {
  return blocks(input, "pod_identity_association").map((block) => ({
    serviceAccount: text(block, "service_account"),
    roleArn: text(block, "role_arn"),
  }));
}

function idOf({ clusterName, name }: AddOn): string {
  return `${clusterName}:${name}`;
}

function partsOf(id: string): { readonly clusterName: string; readonly name: string } {
  const [clusterName = "", name = ""] = id.split(":");
  return { clusterName, name };
}
