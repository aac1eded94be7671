import { rule } from "../../../rule.ts";

/** What EC2 refuses about launch templates. */
export const launchTemplateRules = {
  nameTaken: rule({
    id: "ec2/lt-name-dup",
    operation: "CreateLaunchTemplate",
    code: "InvalidLaunchTemplateName.AlreadyExistsException",
    message: () => "Launch template name already in use.",
    source: "EC2 API error codes",
  }),
  versionMissing: rule({
    id: "ec2/lt-version-not-found",
    operation: "ModifyLaunchTemplate",
    code: "InvalidLaunchTemplateId.VersionNotFound",
    message: (version: string, id: string) =>
      `Could not find the specified version ${version} for the launch template with ID ${id}.`,
    source: "EC2 API error codes",
  }),
  nameMissing: rule({
    id: "ec2/lt-name-not-found",
    operation: "DescribeLaunchTemplateVersions",
    code: "InvalidLaunchTemplateName.NotFoundException",
    message: () => "At least one of the launch templates specified in the request does not exist.",
    source: "EC2 API error codes",
  }),
  userDataForm: rule({
    id: "ec2/lt-user-data",
    operation: "CreateLaunchTemplate",
    code: "InvalidUserData.Malformed",
    message: () => "Invalid BASE64 encoding of user data.",
    source: "EC2 API error codes",
  }),
} as const;
