import type { Construct } from "constructs";
import { IamRole } from "../../../.gen/aws/iam-role.js";
import type { Place } from "../place.ts";
import { roleName } from "./names.ts";

export interface PlatformRoleProps extends Pick<Place, "roleBoundaryArn"> {
  readonly name: string;
  readonly description: string;
  /** Trust policy as JSON text. */
  readonly trust: string;
}

/** A role of the platform: a name that IAM takes, and the boundary that keeps whoever uses it out of IAM. */
export function platformRole(scope: Construct, id: string, props: PlatformRoleProps): IamRole {
  return new IamRole(scope, id, {
    name: roleName(props.name),
    description: props.description,
    assumeRolePolicy: props.trust,
    permissionsBoundary: props.roleBoundaryArn,
  });
}
