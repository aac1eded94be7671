import { refuse, refuseIf, refuseUnless } from "../../rule.ts";
import type { World } from "../../world/world.ts";
import { partitions } from "../arn.ts";
import { isMoment } from "./conditions.ts";
import { type Condition, type PolicyDocument, PolicySyntaxError, parsePolicy } from "./policy-document.ts";
import { resolvePrincipals } from "./principals.ts";
import { documentRules } from "./rules/documents.ts";
import { isServicePrincipal } from "./service-principals.ts";

/**
 * Checks a policy that is to be attached to an identity, as IAM does when it is saved. Managed policies must carry the
 * current version.
 *
 * @throws ServiceError `MalformedPolicyDocument`
 */
export function checkIdentityPolicy(text: string, kind: "managed" | "inline"): void {
  const document = parsed(text, "identity");
  refuseIf(kind === "managed" && document.version !== "2012-10-17", documentRules.policySyntax, "version");
  checkSids(document);
  checkSidCharacters(document);
  for (const statement of document.statements) {
    refuseIf(statement.principal ?? statement.notPrincipal, documentRules.identityPrincipal);
    const resources = statement.resources ?? statement.notResources;
    refuseUnless(resources, documentRules.policySyntax, "resources");
    for (const action of statement.actions ?? statement.notActions ?? []) checkAction(action);
    for (const resource of resources) checkResource(resource);
    for (const condition of statement.conditions) checkCondition(condition);
  }
}

/**
 * Checks a role's trust policy and gives the unique ids of the principals it names.
 *
 * @throws ServiceError `MalformedPolicyDocument` or `LimitExceeded`
 */
export function checkTrustPolicy(world: World, text: string): Readonly<Record<string, string>> {
  const document = parsed(text, "trust");
  refuseIf(text.replace(/\s+/g, "").length > 2_048, documentRules.trustSize);
  checkSids(document);
  for (const statement of document.statements) {
    refuseIf(statement.resources ?? statement.notResources, documentRules.trustResource);
    refuseUnless(statement.principal ?? statement.notPrincipal, documentRules.policySyntax, "syntax");
    for (const action of statement.actions ?? statement.notActions ?? []) {
      refuseUnless(
        /^(?:sts:(?:Assume.*|TagSession|SetSourceIdentity|SetContext))$/i.test(action),
        documentRules.trustActions,
      );
    }
    for (const service of serviceIdentifiers(statement.principal)) {
      refuseUnless(isServicePrincipal(service), documentRules.trustService, service);
    }
  }
  const { ids, invalid } = resolvePrincipals(world, text);
  if (invalid !== undefined) refuse(documentRules.trustPrincipal, invalid);
  return ids;
}

function serviceIdentifiers(principal: PolicyDocument["statements"][number]["principal"]): readonly string[] {
  return principal === null || principal === "*" ? [] : (principal.Service ?? []);
}

function parsed(text: string, kind: "identity" | "trust"): PolicyDocument {
  try {
    return parsePolicy(text);
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    if (error.kind === "version") refuse(documentRules.policySyntax, "version");
    if (error.kind === "principal" && kind === "trust") refuse(documentRules.trustStar, error.subject);
    if (error.kind === "action") refuse(documentRules.policySyntax, "actions");
    return refuse(documentRules.policySyntax, "syntax");
  }
}

function checkSids(document: PolicyDocument): void {
  const sids = document.statements.flatMap(({ sid }) => (sid === null ? [] : [sid]));
  refuseIf(new Set(sids).size !== sids.length, documentRules.sid, "duplicate");
}

function checkSidCharacters(document: PolicyDocument): void {
  const alphanumeric = document.statements.every(({ sid }) => sid === null || /^[0-9A-Za-z]*$/.test(sid));
  refuseUnless(alphanumeric, documentRules.sid, "characters");
}

function checkAction(action: string): void {
  if (action === "*") return;
  const parts = action.split(":");
  refuseIf(parts.length < 2 || parts[0] === "", documentRules.actionVendor, "prefix");
  refuseIf(parts.length > 2, documentRules.actionVendor, "colons");
}

function checkResource(resource: string): void {
  if (resource === "*") return;
  const parts = resource.split(":");
  refuseIf(parts[0] !== "arn" || parts.length < 6, documentRules.resourceForm, resource);
  const partition = parts[1] ?? "";
  refuseUnless(partitions.has(partition) || /[*?$]/.test(partition), documentRules.partition, partition, resource);
}

function checkCondition({ operator, key, values }: Condition): void {
  refuseUnless(key.includes(":"), documentRules.actionVendor, "prefix");
  refuseUnless(!/(?:^|:)Date/.test(operator) || values.every(isMoment), documentRules.policySyntax, "legacy");
}
