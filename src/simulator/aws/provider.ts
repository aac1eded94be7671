import { ProviderError } from "../planning/diagnostics.ts";
import { blocks, flag, text, texts } from "../planning/input.ts";
import type { Service } from "../planning/service.ts";
import { isRecord, type Values } from "../planning/values.ts";
import type { Actor } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import { Aws, type AwsSettings } from "./client.ts";
import type { ClusterInsides } from "./eks/inside.ts";
import { partitionOf } from "./facts/regions.ts";
import { awsFunctions } from "./functions.ts";
import { providerPrincipal } from "./provider-principal.ts";
import { awsServices } from "./services.ts";
import { tagsOf } from "./tags.ts";

const services = Object.values(awsServices);

/** The provider `hashicorp/aws` on the simulated accounts; `folder` is where the engine runs. */
export function awsProvider(world: World, actor: Actor, folder = "", insides?: ClusterInsides): Service<Aws> {
  return {
    provider: "aws",
    sources: ["hashicorp/aws"],
    resources: services.flatMap(({ resources }) => resources),
    dataSources: services.flatMap(({ dataSources }) => dataSources),
    ephemeralResources: services.flatMap(({ ephemeralResources }) => ephemeralResources),
    functions: awsFunctions,
    durations: Object.assign({}, ...services.map(({ durations }) => durations)),
    configure: (config, environment) => configure({ world, actor, folder, insides }, config, environment),
    scope: (aws, values) => inRegion(aws, text(values, "region") || aws.region),
    defaultTags: (aws) => aws.defaultTags,
    identity: (aws) => ({ partition: aws.partition, region: aws.region, account: aws.account, ids: aws.ids }),
  };
}

function configure(
  place: Pick<AwsSettings, "world" | "actor" | "folder" | "insides">,
  config: Values,
  environment: Readonly<Record<string, string>>,
): Aws {
  const region = text(config, "region") || environment.AWS_REGION || environment.AWS_DEFAULT_REGION;
  if (!region) throw new ProviderError("invalid AWS Region: ", "Set `region` in the provider block, or AWS_REGION.");
  if (!flag(config, "skip_region_validation")) checkRegion(region);
  const [tags] = blocks(config, "default_tags");
  const principal = providerPrincipal(place, config, environment);
  checkAccount(config, principal.account);
  return new Aws({
    ...place,
    principal,
    account: principal.account,
    region,
    defaultTags: tagsOf(isRecord(tags) ? tags.tags : null),
  });
}

function checkRegion(region: string): void {
  if (partitionOf(region) === undefined) throw new ProviderError(`invalid AWS Region: ${region}`);
}

/**
 * The client in the Region that an object names.
 *
 * @throws ProviderError when there is no such Region, where the real provider finds no endpoint, or it is of another partition
 */
function inRegion(aws: Aws, region: string): Aws {
  if (region === aws.region) return aws;
  checkRegion(region);
  const [partition, own] = [partitionOf(region), partitionOf(aws.region) ?? aws.partition];
  if (partition === own) return aws.in(region);
  const problem = `partition (${partition}) for per-resource Region (${region}) is not the provider's configured partition (${own})`;
  throw new ProviderError("Invalid Region Value", problem, ["region"]);
}

function checkAccount(config: Values, account: string): void {
  const allowed = texts(config.allowed_account_ids);
  if ((allowed.length > 0 && !allowed.includes(account)) || texts(config.forbidden_account_ids).includes(account)) {
    throw new ProviderError(`AWS account ID not allowed: ${account}`);
  }
}
