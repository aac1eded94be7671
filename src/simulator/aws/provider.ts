import { ProviderError } from "../planning/diagnostics.ts";
import { blocks, text, texts } from "../planning/input.ts";
import type { Service } from "../planning/service.ts";
import { isRecord, type Values } from "../planning/values.ts";
import { ServiceError } from "../rule.ts";
import type { Actor } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import { Aws, AwsError, type AwsSettings } from "./client.ts";
import { awsFunctions } from "./functions.ts";
import type { Principal } from "./principal.ts";
import { awsServices } from "./services.ts";
import { assumeRole, principalOfAccessKey } from "./sts/credentials.ts";
import { tagsOf } from "./tags.ts";

const services = Object.values(awsServices);

/** The provider `hashicorp/aws` on the simulated accounts; `folder` is where the engine runs. */
export function awsProvider(world: World, actor: Actor, folder = ""): Service<Aws> {
  return {
    provider: "aws",
    sources: ["hashicorp/aws"],
    resources: services.flatMap(({ resources }) => resources),
    dataSources: services.flatMap(({ dataSources }) => dataSources),
    ephemeralResources: services.flatMap(({ ephemeralResources }) => ephemeralResources),
    functions: awsFunctions,
    durations: Object.assign({}, ...services.map(({ durations }) => durations)),
    configure: (config, environment) => configure({ world, actor, folder }, config, environment),
    scope: (aws, values) => aws.in(text(values, "region") || aws.region),
    defaultTags: (aws) => aws.defaultTags,
    identity: (aws) => ({ partition: aws.partition, region: aws.region, account: aws.account, ids: aws.ids }),
  };
}

function configure(
  place: Pick<AwsSettings, "world" | "actor" | "folder">,
  config: Values,
  environment: Readonly<Record<string, string>>,
): Aws {
  const { world, actor } = place;
  const region = text(config, "region") || environment.AWS_REGION || environment.AWS_DEFAULT_REGION;
  if (!region) throw new ProviderError("invalid AWS Region: ", "Set `region` in the provider block, or AWS_REGION.");
  const [tags] = blocks(config, "default_tags");
  let principal = callerOf(world, config, environment);
  for (const role of blocks(config, "assume_role")) {
    const externalId = text(role, "external_id");
    principal = assumed(() =>
      assumeRole(world, {
        roleArn: text(role, "role_arn"),
        sessionName: text(role, "session_name") || "aws-go-sdk-eks-stack",
        caller: principal,
        actor,
        ...(externalId ? { externalId } : {}),
      }),
    );
  }
  checkAccount(config, principal.account);
  return new Aws({
    ...place,
    principal,
    account: principal.account,
    region,
    defaultTags: tagsOf(isRecord(tags) ? tags.tags : null),
  });
}

function callerOf(world: World, config: Values, environment: Readonly<Record<string, string>>): Principal {
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

function assumed(assume: () => { readonly principal: Principal }): Principal {
  try {
    return assume().principal;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new ProviderError("Cannot assume IAM Role", error.message);
  }
}

function checkAccount(config: Values, account: string): void {
  const allowed = texts(config.allowed_account_ids);
  if ((allowed.length > 0 && !allowed.includes(account)) || texts(config.forbidden_account_ids).includes(account)) {
    throw new ProviderError(`AWS account ID not allowed: ${account}`);
  }
}
