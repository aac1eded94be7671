import type { ResourceType } from "../../../planning/resource-type.ts";
import { unknown, type Values } from "../../../planning/values.ts";
import type { Aws } from "../../client.ts";
import { nameFor, nameValues } from "../../generated-name.ts";
import { flag, number, text } from "../../input.ts";
import { tagsOf } from "../../tags.ts";
import {
  createLaunchTemplate,
  createLaunchTemplateVersion,
  deleteLaunchTemplate,
  describeLaunchTemplate,
  modifyLaunchTemplate,
} from "../api/launch-templates.ts";
import { alsoDescribes, ignoring } from "../calls.ts";
import { arnOf } from "../identifiers.ts";
import type { LaunchTemplate, LaunchTemplateVersion } from "../instance-records.ts";
import { ec2 } from "../tables.ts";
import { updateTags } from "./tagging.ts";

/** Attributes of the template itself; all others are settings of its versions. */
const ownAttributes: ReadonlySet<string> = new Set([
  ...["id", "arn", "name", "name_prefix", "region", "tags", "tags_all"],
  ...["description", "default_version", "latest_version", "update_default_version"],
]);

/** Attributes whose change alone leaves the default version where it is. */
const besideDefault = ["name", "name_prefix", "description"];

function versionOf(input: Values): LaunchTemplateVersion {
  const data = Object.fromEntries(Object.entries(input).filter(([name]) => !ownAttributes.has(name)));
  return { description: text(input, "description"), data };
}

function templateAttributes(aws: Aws, template: LaunchTemplate): Values {
  return {
    id: template.id,
    arn: arnOf(aws, "launch-template", template.id),
    default_version: template.defaultVersion,
    latest_version: template.latestVersion,
    tags_all: template.tags,
  };
}

export const launchTemplate: ResourceType<Aws> = {
  type: "aws_launch_template",
  label: "EC2 Launch Template",
  plan({ state, config, planned, changed }) {
    if (!state || !flag(planned, "update_default_version") || (config.default_version ?? null) !== null) return;
    const others = Object.keys(planned).filter((name) => !besideDefault.includes(name));
    if (changed(...others)) planned.default_version = unknown;
  },
  create({ client, input }) {
    const name = nameFor(client, input, "aws_launch_template");
    const made = createLaunchTemplate(client, { name, ...versionOf(input), tags: tagsOf(input.tags_all) });
    const wanted = number(input, "default_version", 1);
    const template = wanted === 1 ? made : modifyLaunchTemplate(client, made.id, wanted);
    return { ...templateAttributes(client, template), ...nameValues(input, name) };
  },
  read({ client, state }) {
    const found = ignoring(["InvalidLaunchTemplateId.NotFound"], () =>
      describeLaunchTemplate(client, text(state, "id")),
    );
    if (!found) return null;
    alsoDescribes(client, "LaunchTemplateVersions");
    const latest = found.versions[found.latestVersion];
    return {
      ...templateAttributes(client, found),
      ...nameValues(state, found.name),
      description: latest?.description ?? "",
      ...latest?.data,
    };
  },
  update(call) {
    const { client, state, input, changed } = call;
    const id = text(state, "id");
    const settings = Object.keys(input).filter((name) => !ownAttributes.has(name) && name !== "maintenance_options");
    let template = describeLaunchTemplate(client, id);
    if (changed("description", ...settings)) template = createLaunchTemplateVersion(client, id, versionOf(input));
    const isFollowing = flag(input, "update_default_version");
    if (isFollowing || changed("default_version")) {
      const wanted = isFollowing ? template.latestVersion : number(input, "default_version", 1);
      template = modifyLaunchTemplate(client, id, wanted);
    }
    updateTags(call);
    return templateAttributes(client, ec2.launchTemplates(client).get(id) ?? template);
  },
  delete({ client, state }) {
    ignoring(["InvalidLaunchTemplateId.NotFound"], () => deleteLaunchTemplate(client, text(state, "id")));
  },
};
