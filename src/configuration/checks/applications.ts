import { nearest } from "../names.ts";
import { accountOf } from "../resolve.ts";
import { type Check, problemIn } from "./check.ts";

/** What the API of an environment lets programs do, once they have a token. The gateway asks for it. */
export const apiScopes = ["write:telemetry"] as const;

/** Name under which the SMTP credentials of a cluster's environment are stored by hand, with the members `username` and `password`. */
export function smtpSecretName(cluster: string): string {
  return `${cluster}/ses-smtp`;
}

/** Members of that secret. */
const smtpMembers = ["username", "password"] as const;

/** Telemetry that comes in has somebody to take it, and somebody who says which tokens are good. */
export const telemetryIsTaken: Check = ({ environments }) =>
  environments.flatMap((environment) => {
    const { ingress, applications, auth0 } = environment;
    if (!ingress.enabled || !ingress.telemetry) return [];
    const off = [
      ...(applications.signoz.enabled ? [] : [["applications.signoz.enabled", "SigNoz, which takes it"] as const]),
      ...(auth0.enabled ? [] : [["auth0.enabled", "Auth0, whose tokens it needs"] as const]),
    ];
    return off.map(([at, what]) =>
      problemIn(environment, {
        code: "ES0180",
        at: at.split("."),
        problem: `Telemetry comes in, but ${what}, is switched off.`,
        hint: `Set ${at} to true, or ingress.telemetry to false.`,
      }),
    );
  });

/** Alerts are sent as somebody whom SES knows. */
export const alertSenderIsKnown: Check = ({ environments }) =>
  environments.flatMap((environment) => {
    const { mail, applications } = environment;
    const sender = applications.signoz.alertSender;
    if (sender === undefined || !applications.signoz.enabled || maySend(mail, sender)) return [];
    const known = [...mail.addresses, ...mail.domains.map((domain) => `any address of ${domain}`)];
    return [
      problemIn(environment, {
        code: "ES0181",
        at: ["applications", "signoz", "alertSender"],
        problem: `SES may not send as ${sender}: ${known.length > 0 ? `it knows ${known.join(", ")}` : "the environment has no mail at all"}.`,
        hint: "Add it to mail.addresses, or leave alertSender out: alerts are shown, and not sent, then.",
      }),
    ];
  });

function maySend({ addresses, domains }: { addresses: readonly string[]; domains: readonly string[] }, sender: string) {
  return addresses.includes(sender) || domains.some((domain) => sender.endsWith(`@${domain}`));
}

/** The credentials by which alerts are sent were stored by hand. */
export const smtpCredentialsAreStored: Check = ({ environments, organization }) =>
  environments.flatMap((environment) => {
    const { account, applications, cluster } = environment;
    const found = accountOf(organization, account);
    if (applications.signoz.alertSender === undefined || !applications.signoz.enabled || !found) return [];
    const name = smtpSecretName(cluster.name);
    const members = found[1].jsonSecrets[name] ?? [];
    const missing = smtpMembers.filter((member) => !members.includes(member));
    if (missing.length === 0) return [];
    const what = members.length === 0 ? `has no secret ${name}` : `has a secret ${name} without ${missing.join(", ")}`;
    return [
      problemIn(environment, {
        code: "ES0182",
        at: ["applications", "signoz", "alertSender"],
        problem: `Alerts are sent with SMTP credentials that were stored by hand, and account ${account} ${what}.`,
        hint: `Store the credentials in Secrets Manager and declare accounts.${found[0]}.jsonSecrets in environments/organization.ts as { "${name}": ["username", "password"] }.`,
      }),
    ];
  });

/** Programs ask for nothing that the API does not know. */
export const clientScopesExist: Check = ({ environments }) =>
  environments.flatMap((environment) => {
    if (!environment.auth0.enabled) return [];
    return Object.entries(environment.auth0.clients).flatMap(([key, { scopes }]) =>
      scopes.flatMap((scope, index) => {
        if ((apiScopes as readonly string[]).includes(scope)) return [];
        return [
          problemIn(environment, {
            code: "ES0183",
            at: ["auth0", "clients", key, "scopes", index],
            problem: `The API of ${environment.name} has no scope ${scope}.`,
            hint: `Did you mean ${nearest(scope, apiScopes) ?? apiScopes.join(", ")}?`,
          }),
        ];
      }),
    );
  });

/** Networks that may reach the ingress are networks of the organisation. */
export const ingressNetworksAreKnown: Check = ({ environments, organization }) => {
  const known = Object.keys(organization.networks);
  return environments.flatMap((environment) =>
    environment.ingress.allow.flatMap((name, index) => {
      if (known.includes(name)) return [];
      return [
        problemIn(environment, {
          code: "ES0184",
          at: ["ingress", "allow", index],
          problem: `The organisation has no network ${name}.`,
          hint: `Did you mean ${nearest(name, known) ?? known.join(", ")}? Networks stand in environments/organization.ts.`,
        }),
      ];
    }),
  );
};

/** What is removed by itself is applied by itself. */
export const pruningHasAnEffect: Check = ({ environments }) =>
  environments
    .filter(({ gitOps }) => gitOps.prune && gitOps.sync === "manual")
    .map((environment) =>
      problemIn(environment, {
        code: "ES0185",
        at: ["gitOps", "prune"],
        problem: "Nothing is pruned where nothing is synchronised by itself.",
        hint: "Set gitOps.sync to automatic, or leave gitOps.prune out.",
        level: "warning",
      }),
    );

/** Longest common name of a certificate. Source: RFC 5280, upper bound of common names. */
const longestCommonName = 64;

/** A host name fits into its certificate. */
export const hostFitsCertificate: Check = ({ environments }) =>
  environments
    .filter(({ ingress }) => ingress.enabled && ingress.host.length > longestCommonName)
    .map((environment) =>
      problemIn(environment, {
        code: "ES0186",
        at: ["ingress", "host"],
        problem: `${environment.ingress.host} has ${environment.ingress.host.length} characters; a certificate takes ${longestCommonName}.`,
        hint: "Use a shorter host name.",
      }),
    );
