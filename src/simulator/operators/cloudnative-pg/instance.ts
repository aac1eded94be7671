import { at, objectAt, objectsAt, textAt } from "../../kubernetes/fields.ts";
import { type Manifest, ownedBy } from "../../kubernetes/object.ts";
import type { Json, JsonObject } from "../../world/json.ts";
import type { ClusterView } from "./cluster-view.ts";
import { annotations, labels } from "./kinds.ts";

/** Name of an instance: of its Pod and of the claim with its data. */
export function instanceName({ name }: ClusterView, serial: number): string {
  return `${name}-${serial}`;
}

/** The claims of an instance: one for its data, and one for its log where that has a volume of its own. */
export function instanceClaims(view: ClusterView, serial: number): readonly Manifest[] {
  const name = instanceName(view, serial);
  const data = claim(view, serial, { name, role: "PG_DATA", storage: "storage" });
  return view.hasWalVolume
    ? [data, claim(view, serial, { name: `${name}-wal`, role: "PG_WAL", storage: "walStorage" })]
    : [data];
}

interface ClaimOptions {
  readonly name: string;
  readonly role: string;
  readonly storage: "storage" | "walStorage";
}

/** Claims belong to the Cluster: with it they go, and with them the data. Source: CloudNativePG, pkg/reconciler/persistentvolumeclaim. */
function claim(view: ClusterView, serial: number, { name, role, storage }: ClaimOptions): Manifest {
  const { object, namespace } = view;
  const template = objectAt(object.spec, `${storage}.pvcTemplate`);
  const size = textAt(object.spec, `${storage}.size`);
  const storageClass = textAt(object.spec, `${storage}.storageClass`);
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      name,
      namespace,
      labels: { [labels.cluster]: view.name, [labels.instance]: instanceName(view, serial), [labels.volumeRole]: role },
      annotations: { [annotations.serial]: String(serial), [annotations.volumeStatus]: "initializing" },
      ownerReferences: [ownedBy(object)],
    },
    spec: {
      accessModes: ["ReadWriteOnce"],
      ...template,
      ...(size === "" ? {} : { resources: { requests: { storage: size } } }),
      ...(storageClass === "" ? {} : { storageClassName: storageClass }),
    },
  };
}

/** The Job that fills an instance's data: a new database, a restored one, or a copy of the primary. */
export function instanceJob(view: ClusterView, serial: number): Manifest {
  const { object, namespace } = view;
  const isFirst = serial === 1;
  const isRecovery = at(object.spec, "bootstrap.recovery") !== undefined;
  const task = isFirst ? (isRecovery ? "full-recovery" : "initdb") : "join";
  const metadata = instanceMetadata(view, serial);
  const fromApp = (name: string, key: string) => ({
    name,
    valueFrom: { secretKeyRef: { name: view.appSecret, key } },
  });
  const env = task === "initdb" ? [fromApp("APP_USERNAME", "username"), fromApp("APP_PASSWORD", "password")] : [];
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      ...metadata,
      name: `${instanceName(view, serial)}-${task}`,
      namespace,
      ownerReferences: [ownedBy(object)],
    },
    spec: {
      template: {
        metadata: { labels: { ...metadata.labels, "cnpg.io/jobRole": task } },
        spec: { ...podSpec(view, serial, task, env), restartPolicy: "Never" },
      },
    },
  };
}

/** The Pod of an instance. */
export function instancePod(view: ClusterView, serial: number, role: "primary" | "replica"): Manifest {
  const { object, namespace } = view;
  const metadata = instanceMetadata(view, serial);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: instanceName(view, serial),
      namespace,
      labels: { ...metadata.labels, [labels.podRole]: "instance", [labels.role]: role, role },
      annotations: { [annotations.serial]: String(serial) },
      ownerReferences: [ownedBy(object)],
    },
    spec: podSpec(view, serial, "postgres", []),
  };
}

function instanceMetadata(view: ClusterView, serial: number) {
  const inherited = objectAt(view.object.spec, "inheritedMetadata.labels") as Readonly<Record<string, string>>;
  return { labels: { ...inherited, [labels.cluster]: view.name, [labels.instance]: instanceName(view, serial) } };
}

function podSpec(view: ClusterView, serial: number, name: string, env: readonly JsonObject[]): JsonObject {
  const { object } = view;
  const claimName = instanceName(view, serial);
  const volume = (volumeName: string, claim: string) => ({
    name: volumeName,
    persistentVolumeClaim: { claimName: claim },
  });
  const scratch = { name: "scratch-data", emptyDir: {} };
  const mounts = [
    { name: "pgdata", mountPath: "/var/lib/postgresql/data" },
    { name: "scratch-data", mountPath: "/run" },
    ...(view.hasWalVolume ? [{ name: "pg-wal", mountPath: "/var/lib/postgresql/wal" }] : []),
  ];
  const pullSecrets = objectsAt(object.spec, "imagePullSecrets");
  return {
    serviceAccountName: view.name,
    // Copies the operator's program, which runs PostgreSQL, into the pod.
    initContainers: [
      {
        name: "bootstrap-controller",
        image: view.operatorImage,
        command: ["/manager", "bootstrap", "/controller/manager"],
      },
    ],
    containers: [
      {
        name,
        image: view.image,
        command: ["/controller/manager", "instance", name === "postgres" ? "run" : name],
        env: [...env, ...objectsAt(object.spec, "env")],
        resources: at(object.spec, "resources") ?? {},
        ports: [
          { name: "postgresql", containerPort: 5432 },
          { name: "metrics", containerPort: 9187 },
          { name: "status", containerPort: 8000 },
        ],
        ...(name === "postgres"
          ? { readinessProbe: { httpGet: { path: "/readyz", port: 8000, scheme: "HTTPS" } } }
          : {}),
        volumeMounts: mounts,
      },
    ],
    volumes: [
      volume("pgdata", claimName),
      ...(view.hasWalVolume ? [volume("pg-wal", `${claimName}-wal`)] : []),
      scratch,
    ],
    ...placement(view),
    ...(pullSecrets.length > 0 ? { imagePullSecrets: pullSecrets } : {}),
    terminationGracePeriodSeconds: 1800,
  };
}

/** Where instances go: apart from each other, by preference unless it is demanded. Source: CloudNativePG, docs/src/scheduling.md. */
function placement({ object, name }: ClusterView): JsonObject {
  const own = at(object.spec, "affinity");
  const fields: Record<string, Json | undefined> = {};
  for (const field of ["nodeSelector", "tolerations"]) {
    if (at(own, field) !== undefined) fields[field] = at(own, field);
  }
  const nodeAffinity = at(own, "nodeAffinity");
  const affinity: Record<string, Json | undefined> = nodeAffinity === undefined ? {} : { nodeAffinity };
  if (at(own, "enablePodAntiAffinity") !== false) {
    const term = {
      topologyKey: textAt(own, "topologyKey") || "kubernetes.io/hostname",
      labelSelector: { matchLabels: { [labels.cluster]: name, [labels.podRole]: "instance" } },
    };
    affinity.podAntiAffinity =
      textAt(own, "podAntiAffinityType") === "required"
        ? { requiredDuringSchedulingIgnoredDuringExecution: [term] }
        : { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: term }] };
  }
  return { ...fields, ...(Object.keys(affinity).length > 0 ? { affinity } : {}) };
}
