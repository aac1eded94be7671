import { Construct } from "constructs";
import { Apigatewayv2Api } from "../../../.gen/aws/apigatewayv2-api.js";
import { Apigatewayv2Authorizer } from "../../../.gen/aws/apigatewayv2-authorizer.js";
import { Apigatewayv2Integration } from "../../../.gen/aws/apigatewayv2-integration.js";
import { Apigatewayv2Route } from "../../../.gen/aws/apigatewayv2-route.js";
import { Apigatewayv2Stage } from "../../../.gen/aws/apigatewayv2-stage.js";
import { CloudwatchLogGroup } from "../../../.gen/aws/cloudwatch-log-group.js";
import { IamRolePolicy } from "../../../.gen/aws/iam-role-policy.js";
import { policyDocument } from "../iam/documents.ts";
import { platformRole } from "../iam/role.ts";
import { serviceTrust } from "../iam/trust.ts";
import type { Place } from "../place.ts";
import type { Queue } from "../sqs/queue.ts";

export interface HttpApiProps extends Place {
  readonly clusterName: string;
  /** Ends its name, and begins the addresses of its resources. */
  readonly key: string;
  /** Whose tokens are good: who gave them out, for whom, and what they must allow. */
  readonly tokens: { readonly issuer: string; readonly audience: string; readonly scopes: readonly string[] };
  /** Queues by route, for example `POST /events`. */
  readonly routes: Readonly<Record<string, { readonly key: string; readonly queue: Queue }>>;
  readonly requestsPerSecond: number;
  readonly burst: number;
  readonly logs: { readonly retentionDays: number; readonly encryptionKeyArn: string };
}

/** Name of the log group of an API. Names below `/aws/vendedlogs` share one resource policy, of which an account has ten at most. */
export function apiLogGroupName(clusterName: string, key: string): string {
  return `/aws/vendedlogs/${clusterName}/http-api/${key}`;
}

/** What a line of the access log says; API Gateway demands the id of the request. */
const accessLogFormat = JSON.stringify({
  requestId: "$context.requestId",
  time: "$context.requestTime",
  ip: "$context.identity.sourceIp",
  route: "$context.routeKey",
  status: "$context.status",
  client: "$context.authorizer.claims.azp",
  error: "$context.error.message",
  integrationError: "$context.integrationErrorMessage",
});

/**
 * An HTTP API whose requests become messages of queues. Every route asks for a token of the environment's Auth0; requests are limited
 * and logged; its role may send into its own queues and nothing else.
 */
export class HttpApi extends Construct {
  readonly endpoint: string;
  readonly senderRoleArn: string;

  constructor(scope: Construct, id: string, props: HttpApiProps) {
    super(scope, id);
    const { key, clusterName, account, tokens, logs } = props;
    const name = `${clusterName}-${key}`;
    const targets = new Map(Object.values(props.routes).map((target) => [target.key, target.queue]));
    const api = new Apigatewayv2Api(this, key, { name, protocolType: "HTTP" });
    const role = platformRole(this, `${key}-api`, {
      name: `${name}-api`,
      description: `Sends requests of the API ${name} into its queues`,
      trust: serviceTrust("apigateway.amazonaws.com", { StringEquals: { "aws:SourceAccount": account } }),
      roleBoundaryArn: props.roleBoundaryArn,
    });
    const rights = new IamRolePolicy(this, `${key}-api-rights`, {
      name: "rights",
      role: role.name,
      policy: policyDocument({
        Effect: "Allow",
        Action: "sqs:SendMessage",
        Resource: [...targets.values()].map(({ arn }) => arn),
      }),
    });
    const authorizer = new Apigatewayv2Authorizer(this, `${key}-tokens`, {
      apiId: api.id,
      name: "auth0",
      authorizerType: "JWT",
      identitySources: ["$request.header.Authorization"],
      jwtConfiguration: { issuer: tokens.issuer, audience: [tokens.audience] },
    });
    const integrations = new Map(
      [...targets].map(([queueKey, queue]) => [
        queueKey,
        new Apigatewayv2Integration(this, `${key}-to-${queueKey}`, {
          apiId: api.id,
          integrationType: "AWS_PROXY",
          integrationSubtype: "SQS-SendMessage",
          payloadFormatVersion: "1.0",
          credentialsArn: role.arn,
          requestParameters: {
            QueueUrl: queue.url,
            MessageBody: "$request.body",
            // Messages of one group keep their order.
            ...(queue.fifo ? { MessageGroupId: "$request.header.message-group-id" } : {}),
          },
          dependsOn: [rights],
        }),
      ]),
    );
    for (const [route, target] of Object.entries(props.routes)) {
      new Apigatewayv2Route(this, `${key}-${route}`, {
        apiId: api.id,
        routeKey: route,
        target: `integrations/${integrations.get(target.key)?.id}`,
        authorizationType: "JWT",
        authorizerId: authorizer.id,
        authorizationScopes: [...tokens.scopes],
      });
    }
    const logGroup = new CloudwatchLogGroup(this, `${key}-access-log`, {
      name: apiLogGroupName(clusterName, key),
      retentionInDays: logs.retentionDays,
      kmsKeyId: logs.encryptionKeyArn,
    });
    new Apigatewayv2Stage(this, `${key}-stage`, {
      apiId: api.id,
      name: "$default",
      autoDeploy: true,
      accessLogSettings: { destinationArn: logGroup.arn, format: accessLogFormat },
      defaultRouteSettings: {
        detailedMetricsEnabled: true,
        throttlingBurstLimit: props.burst,
        throttlingRateLimit: props.requestsPerSecond,
      },
    });
    this.endpoint = api.apiEndpoint;
    this.senderRoleArn = role.arn;
  }
}
