import { smtpSecretName } from "../../configuration/checks/applications.ts";
import type { Environment } from "../../configuration/environment.ts";
import type { CopiedSecret, GeneratedSecret } from "../gitops/application.ts";

/** Passwords of ClickHouse's administrator and of the operator that manages it; the chart has public defaults for both. */
export const clickhousePasswords: GeneratedSecret = {
  name: "clickhouse-passwords",
  passwords: { administrator: { length: 32 }, operator: { length: 32 } },
  data: { administrator: "{administrator}", operator: "{operator}" },
  revision: 1,
};

/** Signs sessions, which would end with every restart otherwise. */
export const sessionKey: GeneratedSecret = {
  name: "signoz-session-key",
  passwords: { key: { length: 64 } },
  data: { key: "{key}" },
  revision: 1,
};

/** Secret with the SMTP credentials by which SigNoz sends. */
export const smtpSecret = "signoz-smtp";

/** SMTP credentials of SES: the user name and password that the console shows once, as members `username` and `password`. */
export function smtpCredentials({ applications, cluster }: Environment): CopiedSecret {
  return {
    name: smtpSecret,
    from: smtpSecretName(cluster.name),
    data: { username: "username", password: "password" },
    revision: applications.signoz.smtpRevision,
  };
}
