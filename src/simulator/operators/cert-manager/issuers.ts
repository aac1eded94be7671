import type { ControllerContext } from "../../kubernetes/controller.ts";
import { at, textAt } from "../../kubernetes/fields.ts";
import {
  type Condition,
  conditionOf,
  isTerminating,
  type KubernetesObject,
  withConditions,
} from "../../kubernetes/object.ts";
import { encoded, pem } from "../key-material.ts";
import { kinds } from "./kinds.ts";
import type { Settings } from "./settings.ts";

/** Makes issuers ready, or says why they are not. */
export function reconcileIssuers(context: ControllerContext, settings: Settings): void {
  for (const kind of [kinds.issuer, kinds.clusterIssuer]) {
    for (const issuer of context.api.list(kind)) {
      if (isTerminating(issuer)) continue;
      if (conditionOf(issuer, "Ready") === undefined && !context.elapsed(`issuer ${issuer.metadata.uid}`, 3)) continue;
      const condition =
        at(issuer.spec, "acme") === undefined ? local(context, issuer, settings) : acme(context, issuer, settings);
      const acmeStatus =
        at(issuer.spec, "acme") !== undefined && condition.status === "True"
          ? { acme: { uri: accountUri(context, issuer), lastRegisteredEmail: textAt(issuer.spec, "acme.email") } }
          : {};
      context.api.setStatus(issuer, { ...acmeStatus, conditions: withConditions(issuer, condition) });
    }
  }
}

/** Namespace of an issuer's secrets. */
export function namespaceOf(issuer: KubernetesObject, settings: Settings): string {
  return issuer.kind === "ClusterIssuer" ? settings.namespace : (issuer.metadata.namespace ?? "");
}

const ready = (reason: string, message: string): Condition => ({ type: "Ready", status: "True", reason, message });
const notReady = (reason: string, message: string): Condition => ({ type: "Ready", status: "False", reason, message });

/** Domains whose addresses Let's Encrypt takes for no contact. Source: Boulder, policy (general knowledge). */
const forbiddenDomains = ["example.com", "example.net", "example.org"];

/** Registers the account once; its key is kept in a Secret that outlives the issuer. */
function acme({ api, cluster }: ControllerContext, issuer: KubernetesObject, settings: Settings): Condition {
  const server = textAt(issuer.spec, "acme.server");
  const failed = (cause: string) => notReady("ErrRegisterACMEAccount", `Failed to register ACME account: ${cause}`);
  if (!server.startsWith("https://")) return failed(`Get "${server}": unsupported protocol scheme ""`);
  const domain = textAt(issuer.spec, "acme.email").split("@")[1] ?? "";
  if (forbiddenDomains.includes(domain) && server.includes("letsencrypt.org")) {
    return failed(
      `400 urn:ietf:params:acme:error:invalidContact: Error validating contact(s) :: contact email has forbidden domain "${domain}"`,
    );
  }
  const [name, namespace] = [textAt(issuer.spec, "acme.privateKeySecretRef.name"), namespaceOf(issuer, settings)];
  if (!api.find("/Secret", name, namespace)) {
    const data = encoded({ "tls.key": pem(cluster, "RSA PRIVATE KEY", ["account", namespace, name]) });
    api.create({ apiVersion: "v1", kind: "Secret", metadata: { name, namespace }, type: "Opaque", data });
  }
  return ready("ACMEAccountRegistered", "The ACME account was registered with the ACME server");
}

function accountUri({ cluster }: ControllerContext, issuer: KubernetesObject): string {
  const known = textAt(issuer.status, "acme.uri");
  if (known !== "") return known;
  const server = textAt(issuer.spec, "acme.server").replace(/\/directory$/, "");
  return `${server}/acme/acct/${100_000_000 + cluster.world.ids.number(900_000_000, "acme/account", issuer.metadata.uid)}`;
}

/** Issuers that ask nobody: a CA in a Secret, or the key itself. Vault and Venafi are not simulated. */
function local({ api }: ControllerContext, issuer: KubernetesObject, settings: Settings): Condition {
  if (at(issuer.spec, "selfSigned") !== undefined) return ready("IsReady", "");
  if (at(issuer.spec, "ca") === undefined) {
    return notReady("ErrInitIssuer", "Error initializing issuer: this type of issuer is not simulated");
  }
  const name = textAt(issuer.spec, "ca.secretName");
  const secret = api.find("/Secret", name, namespaceOf(issuer, settings));
  if (!secret) return notReady("ErrGetKeyPair", `Error getting keypair for CA issuer: secrets "${name}" not found`);
  if (!hasPair(secret)) {
    return notReady(
      "ErrInvalidKeyPair",
      `Error getting keypair for CA issuer: secret "${name}" has no tls.crt and tls.key`,
    );
  }
  return ready("KeyPairVerified", "Signing CA verified");
}

function hasPair(secret: KubernetesObject): boolean {
  const data = (secret.data ?? {}) as Readonly<Record<string, string>>;
  return Boolean(data["tls.crt"]) && Boolean(data["tls.key"]);
}
