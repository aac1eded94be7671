import { ServiceError } from "../rule.ts";
import type { Fault } from "../world/faults.ts";
import type { Ids } from "../world/ids.ts";
import type { Actor } from "../world/journal.ts";
import type { JsonObject } from "../world/json.ts";
import type { Table } from "../world/table.ts";
import type { World } from "../world/world.ts";
import type { ClusterInsides } from "./eks/inside.ts";
import { authorise } from "./iam/authorise.ts";
import { isModelledError } from "./modelled-errors.ts";
import type { Principal } from "./principal.ts";
import type { Tags } from "./tags.ts";

/** One API request as a handler describes it. */
export interface AwsRequest {
  /** IAM action, for example `ec2:CreateSubnet`; the part behind the colon is the operation unless `operation` says otherwise. */
  readonly action: string;
  readonly operation?: string;
  /** Name of the SDK's client where a service has more than one, for example `SES` beside `SESv2`. */
  readonly sdkClient?: string;
  /** ARNs the call touches; `["*"]` when left out. */
  readonly resources?: readonly string[];
  /** What the journal keeps; never a secret. */
  readonly parameters?: JsonObject;
  /** Service in whose form a refusal comes, where that is not the action's own: roles are passed within calls of others. */
  readonly answeredBy?: string;
  /** Condition keys beside the global ones, for example `{ "iam:PassedToService": "eks.amazonaws.com" }`. */
  readonly conditions?: Readonly<Record<string, string | readonly string[]>>;
}

/** An API error with the service and operation it came from, as the SDK words it. */
export class AwsError extends Error {
  readonly service: string;
  readonly operation: string;
  override readonly cause: ServiceError;

  constructor(service: string, operation: string, cause: ServiceError, requestId: string) {
    super(
      `operation error ${sdkNames[service] ?? service}: ${operation}, https response error StatusCode: ${cause.http}, ` +
        `RequestID: ${requestId}, ${isModelledError(service, cause.code) ? "" : "api error "}${cause.code}: ${cause.message}`,
    );
    this.name = "AwsError";
    this.service = service;
    this.operation = operation;
    this.cause = cause;
  }
}

/** Names of services in messages of the AWS SDK for Go. */
const sdkNames: Readonly<Record<string, string>> = {
  ec2: "EC2",
  iam: "IAM",
  sts: "STS",
  eks: "EKS",
  kms: "KMS",
  logs: "CloudWatch Logs",
  s3: "S3",
  ses: "SESv2",
  secretsmanager: "Secrets Manager",
  sqs: "SQS",
  apigateway: "ApiGatewayV2",
  ssm: "SSM",
};

export interface AwsSettings {
  readonly world: World;
  readonly actor: Actor;
  readonly principal: Principal;
  readonly account: string;
  readonly region: string;
  readonly partition?: string;
  /** `default_tags` of the provider block. */
  readonly defaultTags?: Tags;
  /** Where the engine runs: files to upload are named from there. */
  readonly folder?: string;
  /** What is inside the clusters of EKS. */
  readonly insides?: ClusterInsides | undefined;
}

/** One caller's access to the simulated AWS, in one account and Region. */
export class Aws {
  readonly world: World;
  readonly actor: Actor;
  readonly principal: Principal;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly defaultTags: Tags;
  readonly folder: string;
  readonly insides: ClusterInsides | undefined;

  constructor(settings: AwsSettings) {
    this.world = settings.world;
    this.actor = settings.actor;
    this.principal = settings.principal;
    this.account = settings.account;
    this.region = settings.region;
    this.partition = settings.partition ?? "aws";
    this.defaultTags = settings.defaultTags ?? {};
    this.folder = settings.folder ?? "";
    this.insides = settings.insides;
  }

  get ids(): Ids {
    return this.world.ids;
  }

  /** Simulated time, ISO 8601. */
  get now(): string {
    return this.world.now.toISOString();
  }

  /** The same caller in another Region. */
  in(region: string): Aws {
    return region === this.region ? this : new Aws({ ...this.#settings(), region });
  }

  /** The same account and Region as seen by another principal, for example a service acting by its service-linked role. */
  as(principal: Principal): Aws {
    return new Aws({ ...this.#settings(), principal });
  }

  /** Records of this account and Region, for example `ec2/subnet`. */
  table<Row extends object>(kind: string): Table<Row> {
    return this.world.table<Row>(`aws/${this.account}/${this.region}/${kind}`);
  }

  /** Records of this account that no Region holds, for example `iam/role`. */
  globalTable<Row extends object>(kind: string): Table<Row> {
    return this.world.table<Row>(`aws/${this.account}/global/${kind}`);
  }

  /** Records of all accounts together, for example `s3/bucket`, whose names are unique in the partition. */
  partitionTable<Row extends object>(kind: string): Table<Row> {
    return this.world.table<Row>(`aws/partition/${kind}`);
  }

  /** An ARN in this account; pass `region: ""` for global services and `account: ""` for S3. */
  arn(service: string, resource: string, scope: { readonly region?: string; readonly account?: string } = {}): string {
    return `arn:${this.partition}:${service}:${scope.region ?? this.region}:${scope.account ?? this.account}:${resource}`;
  }

  /**
   * Performs one API call: checks the caller's permission, injects planned faults, runs the operation, writes the journal and
   * makes the changes durable. An operation that refuses must do so before it changes anything.
   *
   * @throws AwsError when the call is refused
   */
  call<Result>(request: AwsRequest, operation: () => Result): Result {
    const [service = "", name = ""] = request.action.split(":");
    const operationName = request.operation ?? name;
    try {
      const fault = this.world.takeFault(request.action);
      if (fault && !fault.afterSuccess) throw serviceErrorOf(fault);
      authorise(this, request);
      const result = operation();
      if (fault) throw serviceErrorOf(fault);
      this.#record(request);
      return result;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      this.#record(request, { code: error.code, message: error.message });
      throw new AwsError(
        request.sdkClient ?? service,
        operationName,
        error,
        this.ids.uuid("request", [request.action, error.code]),
      );
    } finally {
      this.world.commit(this.actor);
    }
  }

  #record(request: AwsRequest, error?: { code: string; message: string }): void {
    this.world.record({
      time: this.now,
      actor: this.actor,
      principal: this.principal.arn,
      action: request.action,
      account: this.account,
      region: this.region,
      resources: request.resources ?? ["*"],
      request: request.parameters ?? {},
      ...(error ? { error } : {}),
    });
  }

  #settings(): AwsSettings {
    return {
      world: this.world,
      actor: this.actor,
      principal: this.principal,
      account: this.account,
      region: this.region,
      partition: this.partition,
      defaultTags: this.defaultTags,
      folder: this.folder,
      insides: this.insides,
    };
  }
}

function serviceErrorOf(fault: Fault): ServiceError {
  return new ServiceError({ id: "fault", code: fault.code, http: fault.http }, fault.message);
}
