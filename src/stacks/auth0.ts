import { Auth0Provider } from "../../.gen/auth0/provider.js";
import { RandomProvider } from "../../.gen/random/provider.js";
import type { Environment } from "../configuration/environment.ts";
import { TelemetryApi } from "../modules/auth0/telemetry-api.ts";
import { awsProvider } from "./aws-provider.ts";
import { PlatformStack } from "./platform-stack.ts";

/**
 * Who may send telemetry to an environment. The credentials of the tenant come from a context that was made by hand in Spacelift;
 * only the tenant's domain stands here.
 */
export class Auth0 extends PlatformStack {
  constructor(environment: Environment) {
    super("auth0", { providers: ["auth0", "aws", "random"] });
    const { auth0, cluster, ingress } = environment;
    awsProvider(this, environment, this.node.id);
    new Auth0Provider(this, "auth0", { domain: auth0.domain });
    new RandomProvider(this, "random");
    new TelemetryApi(this, "telemetry", {
      clusterName: cluster.name,
      audience: `https://${ingress.host}`,
      clients: auth0.clients,
    });
  }
}
