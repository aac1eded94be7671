import { numberAt, textAt, textMapAt, textsAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { allow, role, roleBinding, serviceAccount } from "../shared/access.ts";
import type { Rendering } from "../shared/chart-versions.ts";
import { container } from "../shared/pods.ts";
import { inNamespace, placement, type Scope } from "../shared/scope.ts";
import { job } from "../shared/workloads.ts";
import { componentImage, componentName, componentSelector } from "./components.ts";

/** A Job after the installation that asks the webhook for a certificate until it answers. */
export function startupCheck(rendering: Rendering, scope: Scope): readonly Manifest[] {
  const { values } = rendering;
  const name = componentName(scope, "startupapicheck");
  const labels = componentSelector(scope, "startupapicheck");
  const meta = (ending: string, path: string) =>
    inNamespace(scope, `${name}${ending}`, { labels, annotations: textMapAt(values, path) });
  const check = container("cert-manager-startupapicheck", componentImage(rendering, "startupapicheck.image"), {
    args: [
      "check",
      "api",
      `--wait=${textAt(values, "startupapicheck.timeout")}`,
      ...textsAt(values, "startupapicheck.extraArgs"),
    ],
  });
  const access = meta(":create-cert", "startupapicheck.rbac.annotations");
  return [
    serviceAccount(meta("", "startupapicheck.serviceAccount.annotations")),
    role(access, [allow("cert-manager.io", "certificaterequests", ["create"])]),
    roleBinding(access, access.name, { name, namespace: scope.namespace }),
    job(meta("", "startupapicheck.jobAnnotations"), {
      labels,
      backoffLimit: numberAt(values, "startupapicheck.backoffLimit", 4),
      pod: {
        serviceAccountName: name,
        containers: [check],
        restartPolicy: "OnFailure",
        placement: placement(values, "startupapicheck"),
      },
    }),
  ];
}
