import { at, flagAt, objectAt, objectsAt, textAt } from "../../../kubernetes/fields.ts";
import type { JsonObject } from "../../../world/json.ts";
import { imageAt } from "../shared/images.ts";
import { container, emptyVolume, mount, variable } from "../shared/pods.ts";
import type { AirflowRelease } from "./airflow-release.ts";

/** Volumes, mounts and containers that bring the DAGs into a pod. */
interface DagSource {
  readonly volumes: readonly JsonObject[];
  readonly mounts: readonly JsonObject[];
  readonly initContainers: readonly JsonObject[];
  readonly sidecars: readonly JsonObject[];
}

const nothing: DagSource = { volumes: [], mounts: [], initContainers: [], sidecars: [] };

/** DAGs from a git repository that a sidecar follows, or from a volume; nothing when they are in the image. */
export function dagSource(release: AirflowRelease): DagSource {
  const { values, name } = release;
  const folder = textAt(values, "dags.mountPath") || `${textAt(values, "airflowHome")}/dags`;
  if (flagAt(values, "dags.gitSync.enabled")) {
    return {
      volumes: [emptyVolume("dags")],
      mounts: [mount("dags", folder, { readOnly: true })],
      initContainers: [gitSync(release, true)],
      sidecars: [gitSync(release, false)],
    };
  }
  if (!flagAt(values, "dags.persistence.enabled")) return nothing;
  const claimName = textAt(values, "dags.persistence.existingClaim") || `${name}-dags`;
  return {
    ...nothing,
    volumes: [{ name: "dags", persistentVolumeClaim: { claimName } }],
    mounts: [mount("dags", folder, { readOnly: true })],
  };
}

function gitSync({ values }: AirflowRelease, once: boolean): JsonObject {
  const sync = objectAt(values, "dags.gitSync");
  const name = `${textAt(sync, "containerName")}${once ? "-init" : ""}`;
  const wait = at(sync, "wait");
  const settings: readonly (readonly [string, unknown])[] = [
    ["GIT_SYNC_REV", sync.rev],
    ["GITSYNC_REF", sync.ref],
    ["GIT_SYNC_BRANCH", sync.branch],
    ["GIT_SYNC_REPO", sync.repo],
    ["GITSYNC_REPO", sync.repo],
    ["GITSYNC_DEPTH", sync.depth],
    ["GITSYNC_ROOT", "/git"],
    ["GITSYNC_LINK", "repo"],
    ["GITSYNC_PERIOD", sync.period],
    ["GITSYNC_MAX_FAILURES", sync.maxFailures],
    ...(wait === undefined || wait === null ? [] : ([["GIT_SYNC_WAIT", wait]] as const)),
    ...(once ? ([["GITSYNC_ONE_TIME", "true"]] as const) : []),
  ];
  const env = settings.filter(([, value]) => value !== null && value !== undefined);
  const credentials = textAt(sync, "credentialsSecret");
  const login = ["USERNAME", "PASSWORD"].map((part) => ({
    name: `GITSYNC_${part}`,
    valueFrom: { secretKeyRef: { name: credentials, key: `GITSYNC_${part}` } },
  }));
  return container(name, imageAt(values, "images.gitSync"), {
    env: [
      ...env.map(([key, value]) => variable(key, String(value))),
      ...(credentials === "" ? [] : login),
      ...objectsAt(sync, "env"),
    ],
    resources: objectAt(sync, "resources"),
    volumeMounts: [mount("dags", "/git"), ...objectsAt(sync, "extraVolumeMounts")],
  });
}
