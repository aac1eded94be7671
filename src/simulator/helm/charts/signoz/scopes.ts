import { numberAt, textAt } from "../../../kubernetes/fields.ts";
import type { JsonObject } from "../../../world/json.ts";
import type { Rendering } from "../shared/chart-versions.ts";
import { container, variable } from "../shared/pods.ts";
import type { Scope } from "../shared/scope.ts";

/** Scopes of SigNoz and of the sub-charts that it always has. */
export interface SigNozScopes {
  readonly rendering: Rendering;
  readonly signoz: Scope;
  readonly clickHouse: Scope;
  readonly zooKeeper: Scope;
}

/** Variables by which programs find ClickHouse: that of the chart, or one that is somewhere else. */
export function clickHouseVariables({ rendering: { values }, clickHouse }: SigNozScopes): readonly JsonObject[] {
  const isOwn = clickHouseHost({ rendering: { values }, clickHouse }) === clickHouse.fullName;
  const path = isOwn ? "clickhouse" : "externalClickhouse";
  const ports = isOwn ? "clickhouse.service" : "externalClickhouse";
  return [
    variable("CLICKHOUSE_HOST", isOwn ? clickHouse.fullName : textAt(values, `${path}.host`)),
    variable("CLICKHOUSE_PORT", String(numberAt(values, `${ports}.tcpPort`, 9000))),
    variable("CLICKHOUSE_HTTP_PORT", String(numberAt(values, `${ports}.httpPort`, 8123))),
    variable("CLICKHOUSE_CLUSTER", textAt(values, `${path}.cluster`)),
    variable("CLICKHOUSE_USER", textAt(values, `${path}.user`)),
    variable("CLICKHOUSE_PASSWORD", textAt(values, `${path}.password`)),
    variable("CLICKHOUSE_SECURE", "false"),
  ];
}

/** Host of ClickHouse. */
export function clickHouseHost({
  rendering: { values },
  clickHouse,
}: {
  readonly rendering: { readonly values: JsonObject };
  readonly clickHouse: Scope;
}): string {
  const enabled = (values.clickhouse as JsonObject | undefined)?.enabled !== false;
  return enabled ? clickHouse.fullName : textAt(values, "externalClickhouse.host");
}

/** An init container that asks a Service over HTTP until it answers. */
export function waitForService(
  name: string,
  image: string,
  { host, port, path }: { readonly host: string; readonly port: number; readonly path: string },
  env: readonly JsonObject[] = [],
): JsonObject {
  const ask = `until wget --spider -q ${host}:${port}${path}; do echo -e "waiting for ${host}"; sleep 5; done`;
  return container(name, image, { command: ["sh", "-c", ask], env });
}
