import { AwsError } from "../../aws/client.ts";
import type { Principal } from "../../aws/principal.ts";
import { assumeRole, principalOfAccessKey } from "../../aws/sts/credentials.ts";
import { refuse, refuseIf, refuseUnless, ServiceError } from "../../rule.ts";
import type { Actor } from "../../world/journal.ts";
import type { World } from "../../world/world.ts";
import { accessRules } from "../rules/access-rules.ts";
import { connectionRules as rules } from "./rules.ts";
import type { ExecSettings } from "./settings.ts";

/** Whom a command vouches for, and for which cluster. */
interface ExecCredentials {
  readonly principal: Principal;
  readonly clusterName: string;
}

/** Where the command would run. */
interface ExecPlace {
  readonly world: World;
  readonly actor: Actor;
  readonly environment: Readonly<Record<string, string>>;
  /** Begin of the message of what goes wrong, for example `Get "https://…"`. */
  readonly request: string;
}

/** Versions of the credential API that clients speak. */
const apiVersions: ReadonlySet<string> = new Set([
  "client.authentication.k8s.io/v1",
  "client.authentication.k8s.io/v1beta1",
]);

/**
 * What `aws eks get-token` would give; nothing is executed. The credentials are those of the run's environment, and of the role that
 * the arguments name.
 *
 * @throws ServiceError in the words of the client or of the AWS CLI
 */
export function execCredentials(exec: ExecSettings, place: ExecPlace): ExecCredentials {
  const { request, world, actor } = place;
  refuseUnless(apiVersions.has(exec.apiVersion), rules.execVersion, exec.apiVersion);
  const command = exec.command.split("/").at(-1) ?? "";
  refuseUnless(command === "aws", rules.execMissing, request, exec.command);
  const fail = (exitCode: number, said: string): never =>
    refuse(rules.execFailed, request, exec.command, exitCode, said);
  const { words, options } = parsed(exec.args);
  if (words.join(" ") !== "eks get-token")
    fail(252, `aws: error: argument operation: Invalid choice: ${words.join(" ")}`);
  const clusterName = options.get("--cluster-name") ?? options.get("--cluster-id") ?? "";
  if (clusterName === "") fail(252, "Either parameter --cluster-name or --cluster-id must be specified.");
  const environment = { ...place.environment, ...exec.env };
  const region = options.get("--region") || environment.AWS_REGION || environment.AWS_DEFAULT_REGION;
  if (!region) fail(253, 'You must specify a region. You can also configure your region by running "aws configure".');
  const accessKeyId = environment.AWS_ACCESS_KEY_ID ?? "";
  if (accessKeyId === "")
    fail(253, 'Unable to locate credentials. You can configure credentials by running "aws configure".');
  const caller = (): Principal => principalOfAccessKey(world, accessKeyId);
  const roleArn = options.get("--role-arn");
  try {
    if (roleArn === undefined) return { principal: caller(), clusterName };
    const session = { roleArn, sessionName: "EKSGetTokenAuth", caller: caller(), actor };
    return { principal: assumeRole(world, session).principal, clusterName };
  } catch (error) {
    if (!(error instanceof ServiceError || error instanceof AwsError)) throw error;
    // A key that STS does not take is found by the API server, which asks STS; a role that cannot be assumed by the command.
    refuseIf(roleArn === undefined, accessRules.unauthorized);
    return fail(254, error.message);
  }
}

/** Words of a command line without options, and the options with their values. */
function parsed(args: readonly string[]): {
  readonly words: readonly string[];
  readonly options: ReadonlyMap<string, string>;
} {
  const words: string[] = [];
  const options = new Map<string, string>();
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? "";
    const [name = "", value] = arg.split(/=(.*)/s);
    if (!arg.startsWith("--")) words.push(arg);
    else if (value !== undefined) options.set(name, value);
    else {
      options.set(arg, args[index + 1] ?? "");
      index += 1;
    }
  }
  return { words, options };
}
