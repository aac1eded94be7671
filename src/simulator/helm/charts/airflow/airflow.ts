import { flagAt } from "../../../kubernetes/fields.ts";
import { chartVersions } from "../shared/chart-versions.ts";
import { access } from "./access.ts";
import { type AirflowRelease, airflowRelease } from "./airflow-release.ts";
import { hasRedis, postgresql, redis, statsd } from "./backing-services.ts";
import { checkValues } from "./checks.ts";
import { configuration } from "./configuration.ts";
import { extras } from "./extras.ts";
import { enabledJobs, jobObject } from "./jobs.ts";
import { secrets } from "./secrets.ts";
import { componentObjects, runningComponents } from "./workloads.ts";

/**
 * Airflow by the chart of its project: 1.15 runs Airflow 2 with a webserver, 1.22 Airflow 3 with an API server and a DAG processor
 * of its own.
 */
export const airflow = chartVersions("airflow", (rendering) => {
  checkValues(rendering);
  const release = airflowRelease(rendering);
  return {
    crds: [],
    objects: [
      ...secrets(release),
      ...extras(release),
      ...configuration(release),
      ...access(release, accountUsers(release)),
      ...runningComponents(release).flatMap((component) => componentObjects(release, component)),
      ...redis(release),
      ...statsd(release),
      ...postgresql(release),
      ...enabledJobs(release).map((described) => jobObject(release, described)),
    ],
  };
});

function accountUsers(release: AirflowRelease): Parameters<typeof access>[1] {
  return [
    ...enabledJobs(release).map(({ key, account }) => ({ key, part: account })),
    ...runningComponents(release).map(({ key, component }) => ({ key, part: component })),
    ...(hasRedis(release) ? [{ key: "redis", part: "redis" }] : []),
    ...(flagAt(release.values, "statsd.enabled") ? [{ key: "statsd", part: "statsd" }] : []),
  ];
}
