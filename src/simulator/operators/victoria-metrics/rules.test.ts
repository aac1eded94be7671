import { expect, test } from "vitest";
import type { Manifest } from "../../kubernetes/object.ts";
import { testRules } from "../../testing/rule-test.ts";
import type { JsonObject } from "../../world/json.ts";
import { ask } from "../testing/review.ts";
import { apiVersion } from "./kinds.ts";
import { victoriaMetricsReviews } from "./review.ts";
import { rules } from "./rules.ts";

const manifest = (kind: string, spec: JsonObject): Manifest => ({
  apiVersion,
  kind,
  metadata: { name: "main", namespace: "monitoring" },
  spec,
});

const agent = (changes: JsonObject = {}): Manifest =>
  manifest("VMAgent", { remoteWrite: [{ url: "http://vmsingle-main:8429/api/v1/write" }], ...changes });
const alert = (changes: JsonObject = {}): Manifest =>
  manifest("VMAlert", {
    datasource: { url: "http://vmsingle-main:8429" },
    notifiers: [{ url: "http://am:9093" }],
    ...changes,
  });
const alertmanager = (spec: JsonObject): Manifest => manifest("VMAlertmanager", spec);
const ruleOf = (...groups: readonly string[]): Manifest =>
  manifest("VMRule", { groups: groups.map((name) => ({ name, rules: [] })) });
const user = (changes: JsonObject = {}): Manifest =>
  manifest("VMUser", { username: "ada", targetRefs: [{ static: { url: "http://a" } }], ...changes });

/** Asks every webhook, of which the one of the kind answers. */
function review(object: Manifest): void {
  const plural = `${object.kind.toLowerCase()}s`;
  const hook = victoriaMetricsReviews.find(({ webhook }) => webhook.startsWith(`${plural}.`));
  if (!hook) throw new RangeError(`no webhook for ${plural}`);
  ask(hook, object);
}

const cases = (refused: Manifest, accepted: Manifest) => ({
  refused: () => review(refused),
  accepted: () => review(accepted),
});

const named = (name: string) => ({ serviceSpec: { metadata: { name } } });

testRules(rules, () => undefined, {
  agentWithoutTarget: cases(agent({ remoteWrite: [] }), agent()),
  agentTargetUrl: cases(
    agent({ remoteWrite: [{ url: "http://a" }, { url: "" }] }),
    agent({ remoteWrite: [{ url: "http://a" }] }),
  ),
  agentModes: cases(agent({ daemonSetMode: true, statefulMode: true }), agent({ statefulMode: true })),
  agentService: cases(agent(named("vmagent-main")), agent(named("vmagent-main-extra"))),
  alertSource: cases(alert({ datasource: {} }), alert()),
  alertNotifier: cases(alert({ notifier: {} }), alert({ notifier: { selector: {} } })),
  alertNotifiers: cases(alert({ notifiers: [{ url: "http://a" }, {}] }), alert({ notifiers: [{ selector: {} }] })),
  alertWithoutNotifier: cases(
    alert({ notifiers: [] }),
    alert({ notifiers: [], extraArgs: { "notifier.blackhole": "true" } }),
  ),
  alertService: cases(alert(named("vmalert-main")), alert(named("alerts"))),
  alertmanagerSecret: cases(
    alertmanager({ configSecret: "vmalertmanager-main-config" }),
    alertmanager({ configSecret: "main-alertmanager" }),
  ),
  alertmanagerService: cases(alertmanager(named("vmalertmanager-main")), alertmanager(named("alertmanager"))),
  ruleGroupTwice: cases(ruleOf("a", "b", "a"), ruleOf("a", "b")),
  userTokenAndName: cases(user({ bearerToken: "t" }), user()),
  userPasswords: cases(user({ password: "p", passwordRef: { name: "s", key: "k" } }), user({ password: "p" })),
  userWithoutTarget: cases(user({ targetRefs: [] }), user()),
  userTargetTwice: cases(
    user({ targetRefs: [{ static: { url: "http://a" }, crd: { kind: "VMAgent", name: "main" } }] }),
    user({ targetRefs: [{ crd: { kind: "VMAgent", name: "main" } }] }),
  ),
  userTargetEmpty: cases(user({ targetRefs: [{ paths: ["/"] }] }), user()),
});

test("the refusal names the webhook and what is wrong", () => {
  expect(() => review(ruleOf("a", "a"))).toThrow(
    'admission webhook "vmrules.operator.victoriametrics.com" denied the request: duplicate group name: VMRule: monitoring/main group: a',
  );
});
