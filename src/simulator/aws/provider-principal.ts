import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ProviderError } from "../planning/diagnostics.ts";
import { blocks, text, texts } from "../planning/input.ts";
import type { Values } from "../planning/values.ts";
import { ServiceError } from "../rule.ts";
import { parseDuration } from "../time/duration.ts";
import { AwsError, type AwsSettings } from "./client.ts";
import type { Principal } from "./principal.ts";
import { assumeRole, principalOfAccessKey, type RoleCredentials } from "./sts/credentials.ts";
import { assumeRoleWithWebIdentity } from "./sts/web-identity.ts";
import { tagsOf } from "./tags.ts";

type Place = Pick<AwsSettings, "world" | "actor" | "folder">;

/**
 * Whom a provider block calls as: a web identity's role or the owner of the access key, then every role that is to be assumed,
 * one after the other.
 *
 * @throws ProviderError when there are no credentials, or a role cannot be assumed
 */
export function providerPrincipal(
  place: Place,
  config: Values,
  environment: Readonly<Record<string, string>>,
): Principal {
  const [webIdentity] = blocks(config, "assume_role_with_web_identity");
  const start = webIdentity ? webPrincipal(place, webIdentity) : keyPrincipal(place, config, environment);
  return blocks(config, "assume_role").reduce((caller, role) => assumed(place, caller, role), start);
}

function keyPrincipal({ world }: Place, config: Values, environment: Readonly<Record<string, string>>): Principal {
  const accessKeyId = text(config, "access_key") || environment.AWS_ACCESS_KEY_ID;
  if (!accessKeyId) {
    throw new ProviderError(
      "No valid credential sources found",
      "Error: no credentials in the provider block nor in the run's environment: attach an AWS integration to the stack.",
    );
  }
  try {
    return principalOfAccessKey(world, accessKeyId);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new ProviderError(
      "Retrieving AWS account details: validating provider credentials",
      `retrieving caller identity from STS: operation error STS: GetCallerIdentity, https response error StatusCode: ${error.http}, api error ${error.code}: ${error.message}`,
    );
  }
}

function webPrincipal(place: Place, block: Values): Principal {
  const token = text(block, "web_identity_token") || tokenIn(place, text(block, "web_identity_token_file"));
  return principalOf("Cannot assume IAM Role with web identity", () =>
    assumeRoleWithWebIdentity(place.world, { ...sessionOf(block), token, actor: place.actor }),
  );
}

function tokenIn({ folder = "" }: Place, file: string): string {
  try {
    return readFileSync(resolve(folder, file), "utf8").trim();
  } catch (error) {
    throw new ProviderError("Cannot assume IAM Role with web identity", `unable to read file: ${String(error)}`);
  }
}

function assumed({ world, actor }: Place, caller: Principal, block: Values): Principal {
  refuseUnsupported(block);
  const externalId = text(block, "external_id");
  const sourceIdentity = text(block, "source_identity");
  return principalOf("Cannot assume IAM Role", () =>
    assumeRole(world, {
      ...sessionOf(block),
      caller,
      actor,
      tags: tagsOf(block.tags),
      ...(externalId ? { externalId } : {}),
      ...(sourceIdentity ? { sourceIdentity } : {}),
    }),
  );
}

/** What both kinds of blocks say of the session; the SDK asks for a quarter of an hour unless told otherwise. */
function sessionOf(block: Values) {
  const duration = text(block, "duration");
  const seconds = duration === "" ? 900 : parseDuration(duration);
  if (seconds === undefined) throw new ProviderError(`"duration" cannot be parsed as a duration: ${duration}`);
  const policy = text(block, "policy");
  return {
    roleArn: text(block, "role_arn"),
    sessionName: text(block, "session_name") || "aws-go-sdk-eks-stack",
    durationSeconds: seconds,
    policyArns: texts(block.policy_arns),
    ...(policy ? { policy } : {}),
  };
}

function refuseUnsupported(block: Values): void {
  if (texts(block.transitive_tag_keys).length === 0) return;
  throw new ProviderError(
    "Transitive session tags are not simulated",
    "Leave transitive_tag_keys out of assume_role, and set the tags in every block that needs them.",
  );
}

function principalOf(failure: string, open: () => RoleCredentials): Principal {
  try {
    return open().principal;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new ProviderError(failure, error.message);
  }
}
