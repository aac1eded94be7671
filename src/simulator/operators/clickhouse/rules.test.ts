import type { Manifest } from "../../kubernetes/object.ts";
import { testRules } from "../../testing/rule-test.ts";
import type { JsonObject } from "../../world/json.ts";
import { stored } from "../testing/review.ts";
import { installationChecks } from "./checks.ts";
import { rules } from "./rules.ts";

/** Cases that differ in one specification. */
const cases = (refused: JsonObject, accepted: JsonObject) => ({
  refused: () => review(refused),
  accepted: () => review(accepted),
});

const named = (name: string): JsonObject => ({ configuration: { clusters: [{ name }] } });
const kept = (reclaimPolicy: string): JsonObject => ({
  templates: { volumeClaimTemplates: [{ name: "data", reclaimPolicy }] },
});

testRules(rules, () => undefined, {
  clusterNameLength: cases(named("a".repeat(16)), named("a".repeat(15))),
  clusterName: cases(named("my_cluster"), named("my-cluster")),
  reclaimPolicy: cases(kept("Recycle"), kept("Retain")),
});

function review(spec: JsonObject): void {
  const chi: Manifest = {
    apiVersion: "clickhouse.altinity.com/v1",
    kind: "ClickHouseInstallation",
    metadata: { name: "signoz-clickhouse", namespace: "signoz" },
    spec,
  };
  for (const { check } of installationChecks) check(stored(chi), undefined);
}
