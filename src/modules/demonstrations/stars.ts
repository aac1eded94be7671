import type { IDeployment } from "kubernetes-models/apps/v1/Deployment";
import type { IService } from "kubernetes-models/v1/Service";
import { demonstrationImage } from "../../configuration/versions.ts";
import { type Manifest, manifest } from "../gitops/manifest.ts";

/** Namespaces of a demonstration: the pods that are guarded, those who call them, and who looks on. */
export interface StarNamespaces {
  readonly stars: string;
  readonly client: string;
  readonly observer: string;
}

/** Namespaces whose names begin alike. */
export function starNamespaces(prefix: string): StarNamespaces {
  return { stars: `${prefix}-stars`, client: `${prefix}-client`, observer: `${prefix}-observer` };
}

/** One program of a demonstration: it answers at a port, and tells in its log which of the others it reaches. */
interface Star {
  readonly role: "frontend" | "backend" | "client" | "observer";
  readonly in: keyof StarNamespaces;
  readonly port: number;
}

/** The programs of the demonstration. */
export const stars: readonly Star[] = [
  { role: "frontend", in: "stars", port: 80 },
  { role: "backend", in: "stars", port: 6379 },
  { role: "client", in: "client", port: 9000 },
  { role: "observer", in: "observer", port: 9001 },
];

/** Deployments and services of the four programs. */
export function starObjects(namespaces: StarNamespaces): readonly Manifest[] {
  return stars.flatMap((star) => [deployment(star, namespaces), service(star, namespaces)]);
}

/** Calls every program again and again; each attempt is a line of the log. */
function attempts(namespaces: StarNamespaces): string {
  const addresses = stars.map((star) => `${star.role}.${namespaces[star.in]}:${star.port}`).join(" ");
  return `while true; do for address in ${addresses}; do /agnhost connect "$address" --timeout=2s && echo "$address: reached" || echo "$address: not reached"; done; sleep 30; done`;
}

function deployment(star: Star, namespaces: StarNamespaces): Manifest {
  const { role, port } = star;
  const restricted = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"], ...(port < 1024 ? { add: ["NET_BIND_SERVICE"] } : {}) },
  };
  const resources = { requests: { cpu: "5m", memory: "16Mi" }, limits: { memory: "64Mi" } };
  return manifest<IDeployment>({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: role, namespace: namespaces[star.in], labels: { role } },
    spec: {
      replicas: 1,
      selector: { matchLabels: { role } },
      template: {
        metadata: { labels: { role } },
        spec: {
          automountServiceAccountToken: false,
          containers: [
            {
              name: "server",
              image: demonstrationImage,
              args: ["netexec", `--http-port=${port}`, "--udp-port=-1"],
              ports: [{ containerPort: port }],
              resources,
              securityContext: restricted,
            },
            {
              name: "attempts",
              image: demonstrationImage,
              command: ["/bin/sh", "-c", attempts(namespaces)],
              resources,
              securityContext: restricted,
            },
          ],
        },
      },
    },
  });
}

function service(star: Star, namespaces: StarNamespaces): Manifest {
  return manifest<IService>({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: star.role, namespace: namespaces[star.in] },
    spec: { selector: { role: star.role }, ports: [{ port: star.port, targetPort: star.port }] },
  });
}
