import { createHash } from "node:crypto";
import { at, flagAt, objectAt, objectsAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Rendering } from "../shared/chart-versions.ts";
import { imageAt } from "../shared/images.ts";
import {
  configMapVolume,
  container,
  emptyVolume,
  fromSecret,
  mount,
  type PodOptions,
  variable,
} from "../shared/pods.ts";
import { placement, type Scope } from "../shared/scope.ts";
import { accountName } from "./account-name.ts";
import { configuration } from "./grafana-configuration.ts";
import { subChartApp } from "./sub-charts.ts";

/** Grafana with its sidecars; it does not start without the Secret of its administrator. */
export function grafanaPod(rendering: Rendering, scope: Scope): PodOptions {
  const { values, fullName } = scope;
  const existing = textAt(values, "admin.existingSecret");
  const secretName = existing || fullName;
  const keyOf = (key: string, usual: string): string => (existing === "" ? usual : textAt(values, `admin.${key}`));
  const claimName = textAt(values, "persistence.existingClaim") || fullName;
  const sidecar = (name: string, path: string, once = false) =>
    container(name, imageAt(values, "sidecar.image"), {
      env: [
        variable("METHOD", once ? "LIST" : textAt(values, `${path}.watchMethod`) || "WATCH"),
        variable("LABEL", textAt(values, `${path}.label`)),
        variable("RESOURCE", textAt(values, `${path}.resource`)),
        ...(once ? [] : [fromSecret("REQ_USERNAME", secretName, keyOf("userKey", "admin-user"))]),
        ...(once ? [] : [fromSecret("REQ_PASSWORD", secretName, keyOf("passwordKey", "admin-password"))]),
      ],
      resources: objectAt(values, "sidecar.resources"),
      volumeMounts: [mount("sc-volume", "/etc/grafana/provisioning")],
    });
  const hasDatasources = flagAt(values, "sidecar.datasources.enabled");
  const downloadsDashboards = Object.keys(objectAt(values, "dashboards")).length > 0;
  const isPersistent = flagAt(values, "persistence.enabled");
  return {
    labels: textMapAt(values, "podLabels"),
    annotations: {
      "checksum/config": checksum(configuration(scope)),
      ...(existing === ""
        ? { "checksum/secret": checksum(textAt(values, "adminPassword") || rendering.random(40)) }
        : {}),
      ...textMapAt(values, "podAnnotations"),
    },
    serviceAccountName: accountName(scope),
    initContainers: [
      ...(isPersistent && flagAt(values, "initChownData.enabled")
        ? [
            container("init-chown-data", imageAt(values, "initChownData.image"), {
              volumeMounts: [mount("storage", "/var/lib/grafana")],
            }),
          ]
        : []),
      ...(downloadsDashboards
        ? [
            container("download-dashboards", imageAt(values, "downloadDashboardsImage"), {
              command: ["/bin/sh"],
              args: ["-c", "/bin/sh -x /etc/grafana/download_dashboards.sh"],
              volumeMounts: [
                mount("config", "/etc/grafana/download_dashboards.sh", { subPath: "download_dashboards.sh" }),
              ],
            }),
          ]
        : []),
      ...(hasDatasources && flagAt(values, "sidecar.datasources.initDatasources")
        ? [sidecar("grafana-init-sc-datasources", "sidecar.datasources", true)]
        : []),
    ],
    containers: [
      ...(flagAt(values, "sidecar.dashboards.enabled") ? [sidecar("grafana-sc-dashboard", "sidecar.dashboards")] : []),
      ...(hasDatasources ? [sidecar("grafana-sc-datasources", "sidecar.datasources")] : []),
      container("grafana", imageAt(values, "image", { tag: subChartApp(rendering, "grafana") }), {
        env: [
          fromSecret("GF_SECURITY_ADMIN_USER", secretName, keyOf("userKey", "admin-user")),
          fromSecret("GF_SECURITY_ADMIN_PASSWORD", secretName, keyOf("passwordKey", "admin-password")),
          ...Object.entries(objectAt(values, "env")).map(([name, value]) => variable(name, String(value))),
        ],
        envFrom: [
          ...(textAt(values, "envFromSecret") === "" ? [] : [{ secretRef: { name: textAt(values, "envFromSecret") } }]),
          ...objectsAt(values, "envFromSecrets").map((source) => ({ secretRef: { name: textAt(source, "name") } })),
        ],
        ports: { grafana: 3000 },
        resources: objectAt(values, "resources"),
        readinessProbe: { httpGet: { path: "/api/health", port: 3000 } },
        volumeMounts: [
          mount("config", "/etc/grafana/grafana.ini", { subPath: "grafana.ini" }),
          mount("storage", "/var/lib/grafana"),
        ],
      }),
    ],
    volumes: [
      configMapVolume("config", fullName),
      isPersistent ? { name: "storage", persistentVolumeClaim: { claimName } } : emptyVolume("storage"),
      emptyVolume("sc-volume"),
    ],
    imagePullSecrets: at(values, "image.pullSecrets"),
    placement: placement(values),
  };
}

function checksum(data: unknown): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex");
}
