import { TerraformOutput } from "cdktn";
import { Construct } from "constructs";
import { apiScopes } from "../configuration/checks/applications.ts";
import type { Environment } from "../configuration/environment.ts";
import { apiLogGroupName, HttpApi } from "../modules/http-api/http-api.ts";
import type { Place } from "../modules/place.ts";
import { PublicBucket } from "../modules/public-bucket/public-bucket.ts";
import { SnowflakeLandingBucket } from "../modules/snowflake/landing-bucket.ts";
import { Queue } from "../modules/sqs/queue.ts";

export interface OptionalInfrastructureProps {
  readonly environment: Environment;
  readonly place: Place;
  /** Name of the cluster as a reference to it: pods that use a queue are pods of this cluster. */
  readonly clusterReference: string;
  /** Key that log groups of the environment are encrypted with. */
  readonly logKeyArn: string;
}

/** What an environment has beside the platform and that needs no cluster: queues, HTTP APIs, and buckets for others. */
export class OptionalInfrastructure extends Construct {
  readonly #props: OptionalInfrastructureProps;

  constructor(scope: Construct, id: string, props: OptionalInfrastructureProps) {
    super(scope, id);
    this.#props = props;
    const queues = this.#queues();
    const apis = this.#httpApis(queues);
    for (const [key, queue] of queues) {
      queue.admit(apis.filter(({ sendsTo }) => sendsTo.includes(key)).map(({ api }) => api.senderRoleArn));
    }
    this.#publicBuckets();
    this.#snowflakeBuckets();
    this.#output(
      "http_api_endpoints",
      "Addresses of the HTTP APIs",
      apis.map(({ key, api }) => [key, api.endpoint]),
    );
    this.#output(
      "queue_urls",
      "Addresses of the queues",
      [...queues].map(([key, { url }]) => [key, url]),
    );
  }

  #queues(): ReadonlyMap<string, Queue> {
    const { environment, place, clusterReference } = this.#props;
    return new Map(
      Object.entries(environment.optional.queues).map(([key, settings]) => [
        key,
        new Queue(this, `${key}-queue`, {
          ...place,
          ...settings,
          key,
          clusterName: environment.cluster.name,
          clusterReference,
        }),
      ]),
    );
  }

  #httpApis(queues: ReadonlyMap<string, Queue>) {
    const { environment, place, logKeyArn } = this.#props;
    const { optional, auth0, ingress, cluster } = environment;
    return Object.entries(optional.httpApis).map(([key, { routes, ...limits }]) => {
      const api = new HttpApi(this, `${key}-http-api`, {
        ...place,
        ...limits,
        key,
        clusterName: cluster.name,
        tokens: { issuer: `https://${auth0.domain}/`, audience: `https://${ingress.host}`, scopes: apiScopes },
        routes: Object.fromEntries(
          Object.entries(routes).map(([route, target]) => [route, { key: target, queue: declared(queues, target) }]),
        ),
        logs: { retentionDays: cluster.logs.retentionDays, encryptionKeyArn: logKeyArn },
      });
      return { key, api, sendsTo: Object.values(routes) };
    });
  }

  #publicBuckets(): void {
    const { optional, protect } = this.#props.environment;
    for (const [key, { name, corsOrigins }] of Object.entries(optional.publicBuckets)) {
      new PublicBucket(this, `${key}-public-bucket`, {
        key: `${key}-public`,
        name,
        corsOrigins,
        forceDestroy: !protect,
      });
    }
  }

  #snowflakeBuckets(): void {
    const { environment, place } = this.#props;
    const buckets = Object.entries(environment.optional.snowflakeBuckets).map(([key, settings]) => {
      const bucket = new SnowflakeLandingBucket(this, `${key}-landing-bucket`, {
        ...place,
        ...settings,
        key,
        clusterName: environment.cluster.name,
        protect: environment.protect,
      });
      return [key, bucket.readerRoleArn] as const;
    });
    this.#output("snowflake_role_arns", "Roles for the storage integrations of Snowflake", buckets);
  }

  #output(name: string, description: string, values: readonly (readonly [key: string, value: string])[]): void {
    if (values.length > 0)
      new TerraformOutput(this.node.scope ?? this, name, { value: Object.fromEntries(values), description });
  }
}

/** Log groups of an environment's HTTP APIs. */
export function apiLogGroups({ cluster, optional }: Environment): string[] {
  return Object.keys(optional.httpApis).map((key) => apiLogGroupName(cluster.name, key));
}

function declared(queues: ReadonlyMap<string, Queue>, key: string): Queue {
  const queue = queues.get(key);
  if (!queue) throw new RangeError(`no queue ${key} is declared`);
  return queue;
}
