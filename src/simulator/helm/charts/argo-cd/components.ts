/** A component of Argo CD: where its values are, what its image runs, and what its objects are called. */
export interface Component {
  /** Key of its values. */
  readonly key: "controller" | "repoServer" | "server" | "applicationSet" | "notifications" | "dex" | "redis";
  /** End of its objects' names, unless its values say another. */
  readonly name: string;
  readonly command: readonly string[];
  readonly ports: Readonly<Record<string, number>>;
  /** Whether it keeps its cache in Redis. */
  readonly usesRedis: boolean;
  /** Keys of its Service's ports with the number and the port of the pods; none without a Service. */
  readonly service: Readonly<Record<string, { readonly port: number; readonly targetPort: string }>>;
}

const nothing = {} as const;

/** Components in the order of the chart's templates. Source: chart argo-cd, templates. */
export const components: readonly Component[] = [
  {
    key: "controller",
    name: "application-controller",
    command: ["/usr/local/bin/argocd-application-controller", "--metrics-port=8082"],
    ports: { metrics: 8082 },
    usesRedis: true,
    service: nothing,
  },
  {
    key: "repoServer",
    name: "repo-server",
    command: ["/usr/local/bin/argocd-repo-server", "--port=8081", "--metrics-port=8084"],
    ports: { "repo-server": 8081, metrics: 8084 },
    usesRedis: true,
    service: { "tcp-repo-server": { port: 8081, targetPort: "repo-server" } },
  },
  {
    key: "server",
    name: "server",
    command: ["/usr/local/bin/argocd-server", "--port=8080", "--metrics-port=8083"],
    ports: { server: 8080, metrics: 8083 },
    usesRedis: true,
    service: { http: { port: 80, targetPort: "server" }, https: { port: 443, targetPort: "server" } },
  },
  {
    key: "applicationSet",
    name: "applicationset-controller",
    command: ["/usr/local/bin/argocd-applicationset-controller", "--metrics-addr=:8080", "--webhook-addr=:7000"],
    ports: { metrics: 8080, probe: 8081, webhook: 7000 },
    usesRedis: false,
    service: { "http-webhook": { port: 7000, targetPort: "webhook" } },
  },
  {
    key: "notifications",
    name: "notifications-controller",
    command: ["/usr/local/bin/argocd-notifications", "--metrics-port=9001"],
    ports: { metrics: 9001 },
    usesRedis: false,
    service: nothing,
  },
  {
    key: "dex",
    name: "dex-server",
    command: ["/shared/argocd-dex", "rundex"],
    ports: { http: 5556, grpc: 5557, metrics: 5558 },
    usesRedis: false,
    service: { http: { port: 5556, targetPort: "http" }, grpc: { port: 5557, targetPort: "grpc" } },
  },
  {
    key: "redis",
    name: "redis",
    command: [],
    ports: { redis: 6379 },
    usesRedis: false,
    service: { "tcp-redis": { port: 6379, targetPort: "redis" } },
  },
];
