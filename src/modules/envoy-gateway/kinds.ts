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
          readonly loadBalancerSourceRanges?: readonly string[];
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
}

/** What is asked of clients of a Gateway. */
export interface ClientTrafficPolicy extends EnvoyObject {
  readonly kind: "ClientTrafficPolicy";
  readonly spec: {
    readonly targetRefs: readonly TargetReference[];
    readonly tls: { readonly minVersion: "1.2" | "1.3" };
  };
}

/** Who may use a route. */
export interface SecurityPolicy extends EnvoyObject {
  readonly kind: "SecurityPolicy";
  readonly spec: {
    readonly targetRefs: readonly TargetReference[];
    readonly jwt: {
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
        readonly principal: { readonly jwt: { readonly provider: string; readonly scopes: readonly string[] } };
      }[];
    };
  };
}
