import { at, numberAt, textMapAt, textsAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import { allow, clusterRole, clusterRoleBinding, role, roleBinding, serviceAccount } from "../shared/access.ts";
import type { Rendering } from "../shared/chart-versions.ts";
import { hook } from "../shared/hooks.ts";
import { container, fromField } from "../shared/pods.ts";
import { clusterWide, inNamespace, placement, type Scope } from "../shared/scope.ts";
import { job } from "../shared/workloads.ts";
import { controllerImage } from "./controller-image.ts";

/** The Job before the installation that makes the certificates with which controller and Envoys know each other. */
export function certgenHook({ values, edition }: Rendering, scope: Scope): readonly Manifest[] {
  const name = `${scope.fullName}-certgen`;
  const subject = { name, namespace: scope.namespace };
  const labels = textMapAt(values, "certgen.rbac.labels");
  const meta = inNamespace(scope, name, { labels, annotations: textMapAt(values, "certgen.rbac.annotations") });
  const wide = clusterWide(scope, `${name}:${scope.namespace}`);
  const certgen = container("envoy-gateway-certgen", controllerImage(values), {
    command: ["envoy-gateway", "certgen"],
    args: textsAt(values, "certgen.job.args"),
    env: [fromField("ENVOY_GATEWAY_NAMESPACE", "metadata.namespace")],
    resources: at(values, "certgen.job.resources"),
  });
  // The newer chart makes the rights again before every upgrade, and before the Job that needs them.
  const before = (object: Manifest): Manifest =>
    edition === "newest" ? hook("pre-install, pre-upgrade", object, { weight: -1 }) : hook("pre-install", object);
  return [
    before(serviceAccount(meta)),
    before(role(meta, [allow("core", "secrets", ["get", "create", "update"])])),
    before(roleBinding(meta, name, subject)),
    ...(edition === "newest"
      ? [
          before(
            clusterRole(wide, [
              allow("admissionregistration.k8s.io", "mutatingwebhookconfigurations", ["get", "update"]),
            ]),
          ),
          before(clusterRoleBinding(wide, wide.name, subject)),
        ]
      : []),
    hook(
      "pre-install, pre-upgrade",
      job(inNamespace(scope, name, { annotations: textMapAt(values, "certgen.job.annotations") }), {
        labels: { app: "certgen", ...scope.selector },
        backoffLimit: 1,
        ttlSecondsAfterFinished: numberAt(values, "certgen.job.ttlSecondsAfterFinished", 30),
        pod: {
          serviceAccountName: name,
          containers: [certgen],
          imagePullSecrets: at(values, "global.images.envoyGateway.pullSecrets"),
          placement: placement(values, "certgen.job"),
        },
      }),
    ),
  ];
}
