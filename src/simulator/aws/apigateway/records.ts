import type { Values } from "../../planning/values.ts";
import type { Aws } from "../client.ts";
import type { Tags } from "../tags.ts";

/** An HTTP or WebSocket API, keyed by its id. `settings` of each record are arguments under the names of its resource type. */
export interface Api {
  readonly id: string;
  readonly name: string;
  readonly protocol: "HTTP" | "WEBSOCKET";
  readonly settings: Values;
  readonly tags: Tags;
}

/** Something of an API, keyed `<api>/<id>`. */
export interface Part {
  readonly apiId: string;
  readonly id: string;
  readonly settings: Values;
}

/** Where the API was called by a name: a stage, keyed `<api>/<name>`. */
export interface Stage extends Part {
  /** The first deployment of a stage that deploys by itself; later ones are not told apart. Empty otherwise. */
  readonly deploymentId: string;
  readonly tags: Tags;
}

/** The records of one account and Region, by kind. */
export const apiGateway = {
  apis: (aws: Aws) => aws.table<Api>("apigateway/api"),
  authorizers: (aws: Aws) => aws.table<Part>("apigateway/authorizer"),
  integrations: (aws: Aws) => aws.table<Part>("apigateway/integration"),
  routes: (aws: Aws) => aws.table<Part>("apigateway/route"),
  stages: (aws: Aws) => aws.table<Stage>("apigateway/stage"),
} as const;
