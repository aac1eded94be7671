import type { Environment } from "../../configuration/environment.ts";
import type { DataObject } from "../gitops/manifest.ts";
import { smtpSecret } from "./secrets.ts";

/**
 * Settings by which SigNoz sends alerts and invitations through SES; none for an environment without a sender. The names are those of
 * its configuration, with `__` for an underscore.
 */
export function mailSettings({ applications, region }: Environment): DataObject {
  const sender = applications.signoz.alertSender;
  if (sender === undefined) return {};
  const host = `email-smtp.${region}.amazonaws.com:587`;
  const fromSecret = (key: string): DataObject => ({ valueFrom: { secretKeyRef: { name: smtpSecret, key } } });
  return {
    signoz_emailing_enabled: true,
    signoz_emailing_smtp_address: host,
    signoz_emailing_smtp_from: sender,
    signoz_emailing_smtp_auth_username: fromSecret("username"),
    signoz_emailing_smtp_auth_password: fromSecret("password"),
    signoz_alertmanager_signoz_global_smtp__smarthost: host,
    signoz_alertmanager_signoz_global_smtp__from: sender,
    signoz_alertmanager_signoz_global_smtp__auth__username: fromSecret("username"),
    signoz_alertmanager_signoz_global_smtp__auth__password: fromSecret("password"),
  };
}

/** A program reads its variables when it starts: other credentials need another pod. */
export function mailAnnotations({ applications }: Environment): DataObject {
  const { alertSender, smtpRevision } = applications.signoz;
  return alertSender === undefined ? {} : { podAnnotations: { "smtp-revision": String(smtpRevision) } };
}
