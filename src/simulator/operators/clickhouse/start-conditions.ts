import { isTrue } from "../../kubernetes/object.ts";
import type { StartCondition } from "../../kubernetes/workloads/kubelet/start-conditions.ts";
import type { Container } from "../../kubernetes/workloads/pods/pod-types.ts";
import { readyEndpoints, readyPodsOf } from "../../kubernetes/workloads/pods/running.ts";
import { coldStorageProblem } from "./cold-storage.ts";
import { isServerImage, labels } from "./kinds.ts";
import { connectionProblem } from "./signoz-database.ts";
import { isMigrated } from "./signoz-schema.ts";

/** `until wget … <host>:<port>/…` of an init container. */
const asked = /until wget\b.*?\s(?:https?:\/\/)?([a-z0-9.-]+):(\d+)\//;

const commandOf = ({ command, args }: Container): string => [...command, ...args].join(" ");
const isWaitForJob = ({ image }: Container): boolean => /groundnuty\/k8s-wait-for[:@]/.test(image);
const isMigration = ({ image, args }: Container): boolean =>
  /signoz-schema-migrator[:@]/.test(image) || (/signoz-otel-collector[:@]/.test(image) && args[0] === "migrate");
const isProgram = ({ image }: Container): boolean =>
  /\/signoz\/(?:signoz|query-service|signoz-otel-collector)[:@]/.test(image);
const isAllReplicasWait = ({ name }: Container): boolean => name.endsWith("-ch-ready");

/** What ClickHouse and the programs of SigNoz need before they can work. */
export const signozStartConditions: readonly StartCondition[] = [
  {
    name: "ClickHouse with a disk in a bucket",
    watches: ["clickhouse.altinity.com/ClickHouseInstallation", "aws/iam/role", "aws/eks/pod-identity-association"],
    matches: ({ image, name }, pod) =>
      isServerImage(image) && name === "clickhouse" && pod.metadata.labels?.[labels.installation] !== undefined,
    problem(cluster, pod) {
      const message = coldStorageProblem(cluster, pod);
      return message === null ? null : { reason: "CrashLoopBackOff", message };
    },
  },
  {
    name: "init containers that wait for a Service",
    watches: ["/Service"],
    matches: (container) => asked.test(commandOf(container)),
    problem(cluster, pod, container) {
      const [, host = ""] = asked.exec(commandOf(container)) ?? [];
      const answers = readyEndpoints(cluster, { namespace: pod.metadata.namespace ?? "", name: host }).length > 0;
      return answers || host.includes(".") ? null : { reason: "Waiting", message: `waiting for ${host}` };
    },
  },
  {
    name: "init containers that wait for every replica of ClickHouse",
    watches: [],
    matches: isAllReplicasWait,
    problem(cluster, pod, { env }) {
      const value = (name: string): number => Number(env.find((variable) => variable.name === name)?.value ?? 1);
      const wanted = value("CLICKHOUSE_SHARDS") * value("CLICKHOUSE_REPLICAS");
      const ready = readyPodsOf(cluster, isServerImage).filter(
        ({ metadata }) => metadata.namespace === pod.metadata.namespace,
      ).length;
      return ready >= wanted ? null : { reason: "Waiting", message: `${ready} of ${wanted} replicas are ready` };
    },
  },
  {
    name: "init containers that wait for a Job",
    watches: ["batch/Job"],
    matches: isWaitForJob,
    problem(cluster, pod, { args }) {
      const [kind = "", name = ""] = args;
      if (kind !== "job") return null;
      const job = cluster.store.find("batch/Job", pod.metadata.namespace ?? "", name);
      if (!job) return isMigrated(cluster, pod) ? null : { reason: "Waiting", message: `No jobs found: ${name}` };
      const isDone = isTrue(job, "Complete");
      return isDone ? null : { reason: "Waiting", message: `Waiting for job ${name}...` };
    },
  },
  {
    name: "the migration of SigNoz's schema",
    watches: ["/Service", "clickhouse.altinity.com/ClickHouseInstallation"],
    matches: isMigration,
    problem(cluster, pod, { args }) {
      const problem = connectionProblem(cluster, pod);
      const isCheck = args[1] === "sync" && args[2] === "check";
      // Two commands wait for the database; the others end with an error without it.
      const waits = args[1] === "ready" || isCheck;
      if (problem !== null) return { reason: waits ? "Waiting" : "CrashLoopBackOff", message: problem };
      const keepers = readyPodsOf(cluster, (image) => /\/?zookeeper[:@]/.test(image));
      if (!waits && !keepers.some(({ metadata }) => metadata.namespace === pod.metadata.namespace)) {
        const message = "code: 999, message: All connection tries failed while connecting to ZooKeeper";
        return { reason: "CrashLoopBackOff", message };
      }
      if (!isCheck || isMigrated(cluster, pod)) return null;
      return { reason: "Waiting", message: "waiting for the migrations of the schema" };
    },
  },
  {
    name: "SigNoz with its database",
    watches: ["/Service", "clickhouse.altinity.com/ClickHouseInstallation"],
    matches: (container) => isProgram(container) && !isMigration(container),
    problem(cluster, pod) {
      const message = connectionProblem(cluster, pod);
      return message === null ? null : { reason: "CrashLoopBackOff", message };
    },
  },
];
