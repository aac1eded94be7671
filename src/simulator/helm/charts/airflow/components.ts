/** A component of Airflow that runs all the time. */
export interface Component {
  /** Key of its values. */
  readonly key: "scheduler" | "webserver" | "apiServer" | "dagProcessor" | "triggerer" | "workers";
  /** Its label, and the end of its objects' names. */
  readonly component: string;
  readonly ports: Readonly<Record<string, number>>;
  /** Whether it keeps its logs on a volume when its values say so. */
  readonly canPersist: boolean;
  /** Whether its containers see the DAGs. */
  readonly readsDags: (hasApiServer: boolean) => boolean;
  readonly hasLogGroomer: boolean;
}

/** Components in the order of the chart's templates. Source: chart airflow 1.15 and 1.22, templates. */
export const components: readonly Component[] = [
  {
    key: "scheduler",
    component: "scheduler",
    ports: {},
    canPersist: false,
    readsDags: (hasApiServer) => !hasApiServer,
    hasLogGroomer: true,
  },
  {
    key: "webserver",
    component: "webserver",
    ports: { "airflow-ui": 8080 },
    canPersist: false,
    readsDags: () => false,
    hasLogGroomer: false,
  },
  {
    key: "apiServer",
    component: "api-server",
    ports: { "api-server": 8080 },
    canPersist: false,
    readsDags: () => false,
    hasLogGroomer: false,
  },
  {
    key: "dagProcessor",
    component: "dag-processor",
    ports: {},
    canPersist: false,
    readsDags: () => true,
    hasLogGroomer: true,
  },
  {
    key: "triggerer",
    component: "triggerer",
    ports: { "triggerer-logs": 8794 },
    canPersist: true,
    readsDags: () => true,
    hasLogGroomer: true,
  },
  {
    key: "workers",
    component: "worker",
    ports: { "worker-logs": 8793 },
    canPersist: true,
    readsDags: () => true,
    hasLogGroomer: true,
  },
];
