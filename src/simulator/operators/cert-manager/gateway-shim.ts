import type { ControllerContext } from "../../kubernetes/controller.ts";
import { recordEvent } from "../../kubernetes/events.ts";
import { objectsAt, textAt } from "../../kubernetes/fields.ts";
import { isTerminating, type KubernetesObject, ownedBy } from "../../kubernetes/object.ts";
import { gatewayKinds, kinds } from "./kinds.ts";

const annotation = (name: string): string => `cert-manager.io/${name}`;

/** Makes a Certificate for every TLS secret of Gateways that name an issuer in an annotation. Source: usage/gateway. */
export function certificatesOfGateways(context: ControllerContext): void {
  for (const gateway of context.api.list(gatewayKinds.gateway)) {
    if (isTerminating(gateway)) continue;
    const issuer = issuerOf(gateway);
    const wanted = issuer ? hostsBySecret(gateway) : new Map<string, string[]>();
    for (const [secretName, dnsNames] of wanted) {
      if (issuer) keepCertificate(context, gateway, { secretName, dnsNames, issuer });
    }
    for (const certificate of context.api.list(kinds.certificate, { namespace: gateway.metadata.namespace ?? "" })) {
      if (isOwned(certificate, gateway) && !wanted.has(certificate.metadata.name)) context.api.delete(certificate);
    }
  }
}

interface IssuerReference {
  readonly name: string;
  readonly kind: string;
  readonly group: string;
}

function issuerOf({ metadata }: KubernetesObject): IssuerReference | undefined {
  const annotations = metadata.annotations ?? {};
  const group = annotations[annotation("issuer-group")] ?? "cert-manager.io";
  const clusterIssuer = annotations[annotation("cluster-issuer")];
  if (clusterIssuer !== undefined) return { name: clusterIssuer, kind: "ClusterIssuer", group };
  const issuer = annotations[annotation("issuer")];
  const kind = annotations[annotation("issuer-kind")] ?? "Issuer";
  return issuer === undefined ? undefined : { name: issuer, kind, group };
}

/** Listeners without a host, without TLS termination, or with a secret elsewhere get no certificate. */
function hostsBySecret(gateway: KubernetesObject): Map<string, string[]> {
  const hosts = new Map<string, string[]>();
  const own = gateway.metadata.namespace ?? "";
  for (const listener of objectsAt(gateway.spec, "listeners")) {
    const hostname = textAt(listener, "hostname");
    if (hostname === "" || (textAt(listener, "tls.mode") || "Terminate") !== "Terminate") continue;
    for (const reference of objectsAt(listener, "tls.certificateRefs")) {
      const kind = textAt(reference, "kind") || "Secret";
      if (kind !== "Secret" || (textAt(reference, "namespace") || own) !== own) continue;
      const name = textAt(reference, "name");
      const present = hosts.get(name) ?? [];
      if (!present.includes(hostname)) hosts.set(name, [...present, hostname]);
    }
  }
  return hosts;
}

interface WantedCertificate {
  readonly secretName: string;
  readonly dnsNames: readonly string[];
  readonly issuer: IssuerReference;
}

function keepCertificate(context: ControllerContext, gateway: KubernetesObject, wanted: WantedCertificate): void {
  const { namespace = "", name } = gateway.metadata;
  const present = context.api.find(kinds.certificate, wanted.secretName, namespace);
  if (present && !isOwned(present, gateway)) return;
  const spec = {
    dnsNames: wanted.dnsNames,
    secretName: wanted.secretName,
    issuerRef: { ...wanted.issuer },
    usages: ["digital signature", "key encipherment"],
  };
  if (present) {
    context.api.patch(present, { spec });
    return;
  }
  if (!context.elapsed(`shim ${namespace}/${name}/${wanted.secretName}`, 1)) return;
  context.api.create({
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: {
      name: wanted.secretName,
      namespace,
      labels: gateway.metadata.labels ?? {},
      ownerReferences: [ownedBy(gateway)],
    },
    spec,
  });
  recordEvent(context, gateway, {
    type: "Normal",
    reason: "CreateCertificate",
    message: `Successfully created Certificate "${wanted.secretName}"`,
  });
}

function isOwned({ metadata }: KubernetesObject, owner: KubernetesObject): boolean {
  return (metadata.ownerReferences ?? []).some(({ uid }) => uid === owner.metadata.uid);
}
