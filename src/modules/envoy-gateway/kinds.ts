/** Kinds of gateway.envoyproxy.io/v1alpha1, as far as they are used. Source: API reference of Envoy Gateway 1.9. */

interface EnvoyObject {
  readonly apiVersion: "gateway.envoyproxy.io/v1alpha1";
  readonly metadata: { readonly name: string; readonly namespace: string };
}

/** How the proxies of a GatewayClass run. */
export interface EnvoyProxy extends EnvoyObject {
  readonly kind: "EnvoyProxy";
  readonly spec: {
    readonly provider: {
      readonly type: "Kubernetes";
      readonly kubernetes: {
        readonly envoyDeployment: {
          readonly replicas: number;
          readonly pod?: { readonly topologySpreadConstraints: readonly TopologySpread[] };
        };
        readonly envoyService: {
          readonly annotations: Readonly<Record<string, string>>;
          readonly externalTrafficPolicy: "Local" | "Cluster";
        };
      };
    };
  };
}

interface TopologySpread {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly whenUnsatisfiable: "ScheduleAnyway" | "DoNotSchedule";
  readonly labelSelector: { readonly matchLabels: Readonly<Record<string, string>> };
}

interface TargetReference {
  readonly group: "gateway.networking.k8s.io";
  readonly kind: "Gateway" | "HTTPRoute";
  readonly name: string;
  readonly sectionName?: string;
}

/** What is asked of clients of a Gateway. */
export interface ClientTrafficPolicy extends EnvoyObject {
  readonly kind: "ClientTrafficPolicy";
  readonly spec: {
    readonly targetRefs: readonly TargetReference[];
    readonly tls: { readonly minVersion: "1.2" | "1.3" };
  };
}

/** Whom a rule is about: everything that is named must be true of a request. */
interface Principal {
  readonly clientCIDRs?: readonly string[];
  readonly jwt?: { readonly provider: string; readonly scopes: readonly string[] };
}

/** Who may use a route, or a listener with all routes that have no policy of their own. */
export interface SecurityPolicy extends EnvoyObject {
  readonly kind: "SecurityPolicy";
  readonly spec: {
    readonly targetRefs: readonly TargetReference[];
    readonly jwt?: {
      readonly providers: readonly {
        readonly name: string;
        readonly issuer: string;
        readonly audiences: readonly string[];
        readonly remoteJWKS: { readonly uri: string };
      }[];
    };
    readonly authorization: {
      readonly defaultAction: "Allow" | "Deny";
      readonly rules: readonly {
        readonly name: string;
        readonly action: "Allow" | "Deny";
        readonly principal: Principal;
      }[];
    };
  };
}
