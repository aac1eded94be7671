import { smtpSecretName } from "../../configuration/checks/applications.ts";
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

/** SMTP credentials of SES: the user name and password that the console shows once, as members `username` and `password`. */
export function smtpCredentials(clusterName: string): CopiedSecret {
  return {
    name: "signoz-smtp",
    from: smtpSecretName(clusterName),
    data: { username: "username", password: "password" },
    revision: 1,
  };
}
