import { at, numberAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { configMap } from "../shared/configuration.ts";
import { imageAt } from "../shared/images.ts";
import { configMapVolume, container, mount, variable } from "../shared/pods.ts";
import { inNamespace, placement } from "../shared/scope.ts";
import { service } from "../shared/services.ts";
import { claim, statefulSet } from "../shared/workloads.ts";
import type { SigNozScopes } from "./scopes.ts";

/** ZooKeeper, which ClickHouse needs for replicated tables. The older chart takes its image from Bitnami, who withdrew it. */
export function zooKeeper({ zooKeeper: scope }: SigNozScopes): readonly Manifest[] {
  const { values, fullName } = scope;
  const selector = { ...scope.selector, "app.kubernetes.io/component": "zookeeper" };
  const ports = { client: 2181, follower: 2888, election: 3888 };
  const server = container("zookeeper", imageAt(values, "image"), {
    command: ["/scripts/setup.sh"],
    env: [variable("ZOO_PORT_NUMBER", "2181"), variable("ALLOW_ANONYMOUS_LOGIN", "yes")],
    ports: { ...ports, metrics: 9141 },
    resources: at(values, "resources"),
    readinessProbe: { exec: { command: ["/bin/bash", "-c", "ruok"] } },
    volumeMounts: [mount("scripts", "/scripts/setup.sh", { subPath: "setup.sh" }), mount("data", "/bitnami/zookeeper")],
  });
  return [
    configMap(inNamespace(scope, `${fullName}-scripts`), { "setup.sh": "" }),
    service(inNamespace(scope, fullName), { selector, ports }),
    service(inNamespace(scope, `${fullName}-headless`), {
      selector,
      ports,
      headless: true,
      publishNotReadyAddresses: true,
    }),
    statefulSet(inNamespace(scope, fullName), {
      replicas: numberAt(values, "replicaCount", 1),
      selector,
      serviceName: `${fullName}-headless`,
      podManagementPolicy: "Parallel",
      claims: [claim("data", "8Gi")],
      pod: {
        annotations: textMapAt(values, "podAnnotations"),
        containers: [server],
        volumes: [configMapVolume("scripts", `${fullName}-scripts`)],
        placement: placement(values),
      },
    }),
  ];
}
