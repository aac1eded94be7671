import { refuse, refuseIf, refuseUnless } from "../../../rule.ts";
import type { Aws } from "../../client.ts";
import { textOrNull } from "../../input.ts";
import type { Tags } from "../../tags.ts";
import { callEc2 } from "../calls.ts";
import { arnOf, newIdOf, required } from "../identifiers.ts";
import type { LaunchTemplate, LaunchTemplateVersion } from "../instance-records.ts";
import { launchTemplateRules as rules } from "../rules/launch-templates.ts";
import { ec2 } from "../tables.ts";

export interface LaunchTemplateRequest extends LaunchTemplateVersion {
  readonly name: string;
  readonly tags?: Tags;
}

/**
 * CreateLaunchTemplate, with its first version. What the settings name (images, groups, profiles) is looked up only when
 * instances are launched.
 *
 * @throws AwsError when the name is taken or the user data is no base64
 */
export function createLaunchTemplate(aws: Aws, request: LaunchTemplateRequest): LaunchTemplate {
  const { name, description, data, tags = {} } = request;
  const arn = aws.arn("ec2", "launch-template/*");
  const call = { resources: [arn], parameters: { LaunchTemplateName: name }, tagging: { arn, tags } };
  return callEc2(aws, "CreateLaunchTemplate", call, () => {
    const templates = ec2.launchTemplates(aws);
    refuseIf(
      templates.find((template) => template.name === name),
      rules.nameTaken,
    );
    checkUserData(request);
    const id = newIdOf(aws, "launch-template", { name });
    const versions = { "1": { description, data } };
    return templates.put(id, { id, name, defaultVersion: 1, latestVersion: 1, versions, tags });
  });
}

/**
 * CreateLaunchTemplateVersion; the default version stays.
 *
 * @throws AwsError when the template is unknown or the user data is no base64
 */
export function createLaunchTemplateVersion(aws: Aws, id: string, version: LaunchTemplateVersion): LaunchTemplate {
  return callEc2(aws, "CreateLaunchTemplateVersion", templateRequest(aws, id), () => {
    const template = required("launch-template", ec2.launchTemplates(aws), id);
    checkUserData(version);
    const latestVersion = template.latestVersion + 1;
    const versions = { ...template.versions, [latestVersion]: version };
    return ec2.launchTemplates(aws).put(id, { ...template, latestVersion, versions });
  });
}

/**
 * ModifyLaunchTemplate: another default version.
 *
 * @throws AwsError when there is no such version
 */
export function modifyLaunchTemplate(aws: Aws, id: string, defaultVersion: number): LaunchTemplate {
  return callEc2(aws, "ModifyLaunchTemplate", templateRequest(aws, id, { DefaultVersion: defaultVersion }), () => {
    const template = required("launch-template", ec2.launchTemplates(aws), id);
    refuseUnless(template.versions[defaultVersion], rules.versionMissing, String(defaultVersion), id);
    return ec2.launchTemplates(aws).put(id, { ...template, defaultVersion });
  });
}

/**
 * DescribeLaunchTemplates by id.
 *
 * @throws AwsError `InvalidLaunchTemplateId.NotFound`
 */
export function describeLaunchTemplate(aws: Aws, id: string): LaunchTemplate {
  return callEc2(aws, "DescribeLaunchTemplates", { parameters: { LaunchTemplateIds: [id] } }, () =>
    required("launch-template", ec2.launchTemplates(aws), id),
  );
}

/**
 * DeleteLaunchTemplate, with all its versions; instances that it launched stay.
 *
 * @throws AwsError `InvalidLaunchTemplateId.NotFound`
 */
export function deleteLaunchTemplate(aws: Aws, id: string): void {
  callEc2(aws, "DeleteLaunchTemplate", templateRequest(aws, id), () => {
    required("launch-template", ec2.launchTemplates(aws), id);
    ec2.launchTemplates(aws).delete(id);
  });
}

/** A launch template and which of its versions is meant: a number, `$Default` or `$Latest`. */
export interface LaunchTemplateReference {
  readonly id?: string | null;
  /** Instead of the id. */
  readonly name?: string | null;
  /** `$Default` when left out. */
  readonly version?: string | null;
}

/** One version of a launch template. */
export interface ResolvedTemplate {
  readonly template: LaunchTemplate;
  readonly number: number;
  readonly version: LaunchTemplateVersion;
}

/** The version of a launch template that a reference means, if there is one. Reads the world, calls nothing. */
export function findLaunchTemplate(aws: Aws, reference: LaunchTemplateReference): ResolvedTemplate | undefined {
  const templates = ec2.launchTemplates(aws);
  const template = reference.id ? templates.get(reference.id) : templates.find(({ name }) => name === reference.name);
  const number = template && versionNumber(template, reference.version || "$Default");
  const version = template?.versions[number ?? 0];
  return template && number !== undefined && version ? { template, number, version } : undefined;
}

/**
 * As `findLaunchTemplate`.
 *
 * @throws ServiceError when the template or the version is unknown
 */
export function resolveLaunchTemplate(aws: Aws, reference: LaunchTemplateReference): ResolvedTemplate {
  const found = findLaunchTemplate(aws, reference);
  if (found) return found;
  const templates = ec2.launchTemplates(aws);
  const template = reference.id
    ? required("launch-template", templates, reference.id)
    : (templates.find(({ name }) => name === reference.name) ?? refuse(rules.nameMissing));
  return refuse(rules.versionMissing, reference.version || "$Default", template.id);
}

function versionNumber({ defaultVersion, latestVersion }: LaunchTemplate, version: string): number {
  const named: Readonly<Record<string, number>> = { $Default: defaultVersion, $Latest: latestVersion };
  return named[version] ?? Number(version);
}

function checkUserData({ data }: LaunchTemplateVersion): void {
  const userData = textOrNull(data, "user_data") ?? "";
  refuseUnless(/^[A-Za-z0-9+/]*={0,2}$/.test(userData) && userData.length % 4 === 0, rules.userDataForm);
}

function templateRequest(aws: Aws, id: string, parameters: { readonly DefaultVersion?: number } = {}) {
  return { resources: [arnOf(aws, "launch-template", id)], parameters: { LaunchTemplateId: id, ...parameters } };
}
