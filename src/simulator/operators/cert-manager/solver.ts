import type { ControllerContext } from "../../kubernetes/controller.ts";
import { at, listAt, objectsAt, textAt } from "../../kubernetes/fields.ts";
import { isTerminating, type KubernetesObject, ownedBy } from "../../kubernetes/object.ts";
import { gatewayKinds } from "./kinds.ts";
import type { Settings } from "./settings.ts";

const solverLabel = "acme.cert-manager.io/http01-solver";
const tokenLabel = "acme.cert-manager.io/http-token";

/** Kinds of which a solver has one object each. */
const solverKinds = ["/Pod", "/Service", gatewayKinds.route];

/** The objects of a challenge's solver that are there, by kind. */
export function solverObject(
  { api }: Pick<ControllerContext, "api">,
  challenge: KubernetesObject,
  kind: string,
): KubernetesObject | undefined {
  return api
    .list(kind, { namespace: challenge.metadata.namespace ?? "", labels: { [solverLabel]: "true" } })
    .find(
      (found) =>
        !isTerminating(found) &&
        (found.metadata.ownerReferences ?? []).some(({ uid }) => uid === challenge.metadata.uid),
    );
}

/**
 * Makes the Pod that answers, the Service in front of it and the route to it, beside the Certificate.
 *
 * @returns what stands in the way
 */
export function presentSolver(
  context: ControllerContext,
  challenge: KubernetesObject,
  settings: Settings,
): string | undefined {
  const { api, cluster } = context;
  const solver = at(challenge.spec, "solver.http01.gatewayHTTPRoute");
  if (solver === undefined) return "ingress controllers are not simulated";
  if (!settings.hasGatewaySwitch) return "couldn't Present challenge: gateway api is not enabled";
  if (listAt(solver, "parentRefs").length === 0) return "no gateways found in the issuer's HTTP-01 solver";
  const { namespace = "" } = challenge.metadata;
  const [host, token] = [textAt(challenge.spec, "dnsName"), textAt(challenge.spec, "token")];
  const random = (kind: string): string =>
    cluster.world.ids.text(5, "bcdfghjklmnpqrstvwxz2456789", `cert-manager/solver/${kind}`, [namespace, token]);
  const labels = { [solverLabel]: "true", [tokenLabel]: String(cluster.world.ids.number(2 ** 31, tokenLabel, token)) };
  const metadata = (kind: string) => ({
    name: `cm-acme-http-solver-${random(kind)}`,
    namespace,
    labels,
    ownerReferences: [ownedBy(challenge)],
  });
  api.create({
    apiVersion: "v1",
    kind: "Pod",
    metadata: metadata("pod"),
    spec: podSpec(settings.solverImage, { host, token }),
  });
  const service = api.create({
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata("service"),
    spec: {
      type: textAt(solver, "serviceType") || "NodePort",
      selector: labels,
      ports: [{ name: "http", port: 8089, targetPort: 8089, protocol: "TCP" }],
    },
  });
  api.create({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: metadata("route"),
    spec: {
      parentRefs: objectsAt(solver, "parentRefs"),
      hostnames: [host],
      rules: [
        {
          matches: [{ path: { type: "Exact", value: `/.well-known/acme-challenge/${token}` } }],
          backendRefs: [{ group: "", kind: "Service", name: service.metadata.name, namespace, port: 8089, weight: 1 }],
        },
      ],
    },
  });
  return undefined;
}

function podSpec(image: string, { host, token }: { readonly host: string; readonly token: string }) {
  return {
    // The real one says OnFailure and serves until it is removed; the simulated kubelet takes that for a pod that ends.
    automountServiceAccountToken: false,
    containers: [
      {
        name: "acmesolver",
        image,
        args: ["--listen-port=8089", `--domain=${host}`, `--token=${token}`],
        resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { cpu: "100m", memory: "64Mi" } },
        ports: [{ name: "http", containerPort: 8089 }],
      },
    ],
  };
}

/** Takes a challenge's solver away. */
export function removeSolver({ api }: ControllerContext, challenge: KubernetesObject): void {
  for (const kind of solverKinds) {
    const found = solverObject({ api }, challenge, kind);
    if (found) api.delete(found);
  }
}
