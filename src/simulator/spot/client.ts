import { createHash } from "node:crypto";
import { Aws, AwsError } from "../aws/client.ts";
import type { Principal } from "../aws/principal.ts";
import { assumeRole } from "../aws/sts/credentials.ts";
import { ProviderError } from "../planning/diagnostics.ts";
import { refuse, refuseIf, refuseUnless, ServiceError } from "../rule.ts";
import type { Actor } from "../world/journal.ts";
import type { JsonObject } from "../world/json.ts";
import type { World } from "../world/world.ts";
import { type SpotAccount, spotAccounts } from "./records.ts";
import { spotRules as rules } from "./rules.ts";

const endpoint = "https://api.spotinst.io";

/** The AWS account from which Spot assumes roles. */
export const spotAwsAccount = "922761411349";

/** One request to Spot's API. */
interface SpotRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below the end point, for example `/ocean/aws/k8s/cluster`. */
  readonly path: string;
  /** What the journal keeps; never a secret. */
  readonly parameters?: JsonObject;
  /** The provider's words before the error, for example `[ERROR] failed to create cluster`. */
  readonly attempt: string;
}

/** A refusal of Spot's API in the provider's words. */
export class SpotError extends ProviderError {
  override readonly cause: ServiceError;
  override readonly diagnostic: ProviderError["diagnostic"];

  constructor(message: string, cause: ServiceError) {
    super(message);
    this.name = "SpotError";
    this.cause = cause;
    this.diagnostic = { severity: "error", summary: message, cause };
  }
}

/** Whom Spot lets in, and to which account. */
interface SpotCredentials {
  readonly account: string;
  /** SHA-256 of the token, see `digest`. */
  readonly tokenChecksum: string;
}

/** One caller's access to Spot. */
export class Spot {
  readonly world: World;
  readonly actor: Actor;
  readonly accountId: string;
  readonly #tokenChecksum: string;

  constructor(world: World, actor: Actor, credentials: SpotCredentials) {
    this.world = world;
    this.actor = actor;
    this.accountId = credentials.account;
    this.#tokenChecksum = credentials.tokenChecksum;
  }

  /** The account that the token opens. Only a call that went through has one. */
  get account(): SpotAccount {
    return spotAccounts(this.world).get(this.accountId) ?? refuse(rules.accountForeign, this.accountId);
  }

  /**
   * Performs one call: checks token and account, injects planned faults, writes the journal and makes the changes durable. An
   * operation that refuses must do so before it changes anything.
   *
   * @throws SpotError
   */
  call<Result>(request: SpotRequest, operation: () => Result): Result {
    const { method, path, parameters = {}, attempt } = request;
    try {
      const fault = this.world.takeFault(`spot:${method} ${path}`);
      if (fault) throw new ServiceError({ id: "fault", code: fault.code, http: fault.http }, fault.message);
      this.#authenticate();
      const result = operation();
      this.#record(request, parameters);
      return result;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      this.#record(request, parameters, error);
      const id = this.world.ids.uuid("spot/request", [method, path, error.code]);
      const url = `${endpoint}${path}${this.accountId === "" ? "" : `?accountId=${this.accountId}`}`;
      throw new SpotError(
        `${attempt}: ${method} ${url}: ${error.http} (request: "${id}") ${error.code}: ${error.message}`,
        error,
      );
    } finally {
      this.world.commit(this.actor);
    }
  }

  #authenticate(): void {
    const opened = spotAccounts(this.world).filter(({ tokenChecksums }) =>
      tokenChecksums.includes(this.#tokenChecksum),
    );
    refuseIf(opened.length === 0, rules.tokenUnknown);
    refuseIf(this.accountId === "", rules.accountMissing);
    refuseUnless(
      opened.some(({ id }) => id === this.accountId),
      rules.accountForeign,
      this.accountId,
    );
  }

  #record({ method, path }: SpotRequest, parameters: JsonObject, error?: ServiceError): void {
    this.world.record({
      time: this.world.now.toISOString(),
      actor: this.actor,
      principal: `spot:${this.accountId}`,
      action: `spot:${method} ${path}`,
      account: this.accountId,
      region: "",
      resources: ["*"],
      request: parameters,
      ...(error ? { error: { code: error.code, message: error.message } } : {}),
    });
  }
}

/**
 * AWS as Spot sees it: by the role that it assumes in the account.
 *
 * @throws ServiceError when the role does not let Spot in
 */
export function awsOf(world: World, actor: Actor, account: SpotAccount, region: string): Aws {
  const { roleArn, externalId, awsAccountId } = account;
  try {
    const { principal } = assumeRole(world, {
      roleArn,
      sessionName: "spotinst",
      externalId,
      caller: spotServer,
      actor,
    });
    return new Aws({ world, actor, principal, account: awsAccountId, region });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return refuse(rules.roleUnusable, roleArn);
  }
}

/** Spot's own identity in its AWS account. */
const spotServer: Principal = {
  arn: `arn:aws:sts::${spotAwsAccount}:assumed-role/spotinst/server`,
  account: spotAwsAccount,
  kind: "assumed-role",
  identity: `arn:aws:iam::${spotAwsAccount}:role/spotinst`,
  userId: "AROASPOTINST:server",
};

/** How records keep a token. */
export function digest(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
