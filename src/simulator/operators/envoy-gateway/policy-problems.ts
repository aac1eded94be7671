import type { KubernetesApi } from "../../kubernetes/api.ts";
import { at, objectsAt, textAt } from "../../kubernetes/fields.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";

/**
 * Why a policy that points at the right thing is refused all the same; a refused SecurityPolicy makes its routes answer 500.
 * Source: Envoy Gateway, internal/gatewayapi/securitypolicy.go; wording from general knowledge.
 */
export function policyProblem(
  api: KubernetesApi,
  policy: KubernetesObject,
): { readonly reason: string; readonly message: string } | undefined {
  if (policy.kind !== "SecurityPolicy") return undefined;
  const namespace = policy.metadata.namespace ?? "";
  const invalid = (message: string) => ({ reason: "Invalid", message });
  const providers = objectsAt(policy.spec, "jwt.providers");
  for (const provider of providers) {
    const keys = at(provider, "localJWKS.valueRef");
    if (keys === undefined) continue;
    const [kind, name] = [textAt(keys, "kind"), textAt(keys, "name")];
    if (!api.find(`/${kind}`, name, namespace)) {
      return invalid(`JWT: local JWKS ${kind} ${namespace}/${name} not found.`);
    }
  }
  const names = new Set(providers.map((provider) => textAt(provider, "name")));
  for (const rule of objectsAt(policy.spec, "authorization.rules")) {
    const principal = at(rule, "principal.jwt");
    if (principal === undefined) continue;
    const provider = textAt(principal, "provider");
    if (!names.has(provider)) {
      const message = `Authorization: JWT provider ${provider} referenced in the authorization rule does not exist`;
      return invalid(`${message}.`);
    }
  }
  return undefined;
}

/** Old forms that a policy uses, as its status says so. Source: Envoy Gateway, release notes 1.1 and policy types. */
export function deprecations(policy: KubernetesObject): readonly string[] {
  const old: string[] = [];
  if (at(policy.spec, "targetRef") !== undefined) {
    old.push("spec.targetRef is deprecated, use spec.targetRefs instead");
  }
  if (at(policy.spec, "enableProxyProtocol") !== undefined) {
    old.push("spec.enableProxyProtocol is deprecated, use spec.proxyProtocol instead");
  }
  return old;
}
