import { eksPolicyDocuments } from "./eks-policy-documents.ts";
import { managedPolicyDocuments } from "./managed-policy-documents.ts";

/** JSON text of an AWS managed policy by its ARN; undefined when the simulator does not know it. */
export function managedPolicy(arn: string): string | undefined {
  const name = /^arn:aws[a-z-]*:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  return name === undefined ? undefined : texts.get(name);
}

/** True when an AWS managed policy with this ARN is known, path included. */
export function isManagedPolicy(arn: string): boolean {
  return managedPolicy(arn) !== undefined;
}

const texts: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...managedPolicyDocuments, ...eksPolicyDocuments }).map(([name, Statement]) => [
    name,
    JSON.stringify({ Version: "2012-10-17", Statement }),
  ]),
);
