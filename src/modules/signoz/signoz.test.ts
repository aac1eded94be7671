import { describe, expect, test } from "vitest";
import type { Declaration } from "../../configuration/testing/declaration.ts";
import type { PatchOperation } from "../gitops/application.ts";
import { application, type Change, valuesOf } from "../gitops/testing/rendered.ts";

describe("SigNoz", () => {
  const signoz = application("signoz");
  const operations = signoz.chart?.patches?.[0]?.patch as readonly PatchOperation[];

  // Defect 43: two replicas pruned each other's backups.
  test("is backed up from one replica", () => {
    expect(signoz.chart?.values).toMatchObject({
      clickhouse: {
        layout: {
          replicasCount: 2,
          shards: [
            {
              replicas: [{ templates: { podTemplate: "with-backup" } }, { templates: { podTemplate: "pod-template" } }],
            },
          ],
        },
      },
    });
    expect(operations.map(({ op, path }) => `${op} ${path}`)).toEqual([
      "copy /spec/templates/podTemplates/1",
      "replace /spec/templates/podTemplates/1/name",
      "replace /spec/templates/podTemplates/1/spec/serviceAccountName",
      "add /spec/templates/podTemplates/1/spec/containers/-",
    ]);
  });

  // Defect 43: the sidecar itself removed old backups.
  test("keeps backups as long as their bucket says: the sidecar deletes none there", () => {
    const backups = signoz.buckets.find(({ key }) => key === "clickhouse-backup");
    expect(backups).toMatchObject({ expireAfterDays: 30, keepNoncurrentDays: 30 });
    const sidecar = operations.at(-1)?.value as { env: { name: string; value?: string }[] };
    expect(sidecar.env).toContainEqual({ name: "BACKUPS_TO_KEEP_REMOTE", value: "0" });
  });

  // Operator's setting `reconcile.statefulSet.update.timeout`: it waits 15 minutes for a replica with a container that failed.
  test("does not keep the first replica from being ready while there is nothing to back up", () => {
    const sidecar = operations.at(-1)?.value as { command: string[]; args: string[] };
    expect(sidecar.command).toEqual(["/bin/sh", "-c"]);
    expect(sidecar.args[0]?.split("\n")[0]).toMatch(
      /^until clickhouse-backup tables \| grep -q '\^signoz_'; do .*sleep \d+; done$/,
    );
  });

  // A bucket whose owner owns every object answers to such a list with AccessControlListNotSupported.
  test("uploads objects without a list of rights of their own", () => {
    const sidecar = operations.at(-1)?.value as { env: { name: string; value?: string }[] };
    expect(sidecar.env).toContainEqual({ name: "S3_ACL", value: "" });
  });

  // Defect 44: an interface without credentials that could restore and delete, and empty backups.
  test("is backed up by a sidecar that nobody can talk to, with credentials, never empty", () => {
    const sidecar = operations.at(-1)?.value as {
      args: string[];
      ports?: unknown;
      env: { name: string; value?: string; valueFrom?: unknown }[];
    };
    expect(sidecar.args).toEqual([expect.stringContaining("exec clickhouse-backup watch ")]);
    expect(sidecar.ports).toBeUndefined();
    const settings = new Map(sidecar.env.map(({ name, value, valueFrom }) => [name, value ?? valueFrom]));
    expect([...settings.keys()].filter((name) => name.startsWith("API_"))).toEqual([]);
    expect(settings.get("ALLOW_EMPTY_BACKUPS")).toBe("false");
    expect(settings.get("LOG_LEVEL")).toBe("info");
    expect(settings.get("CLICKHOUSE_HOST")).toEqual({ fieldRef: { fieldPath: "status.podIP" } });
    expect(settings.get("CLICKHOUSE_PASSWORD")).toEqual({
      secretKeyRef: { name: "clickhouse-passwords", key: "administrator" },
    });
  });

  // Defects 39 and 40: data and backups in one bucket, with one role that could destroy both.
  test("keeps data and backups apart, and who writes backups cannot delete them", () => {
    const [data, backup] = signoz.buckets.map(({ name }) => `arn:aws:s3:::${name}/*`);
    const rights = (serviceAccount: string, resource: string | undefined) =>
      signoz.identities
        .filter((identity) => identity.serviceAccount === serviceAccount)
        .flatMap(({ statements }) => statements.filter(({ Resource }) => Resource === resource))
        .flatMap(({ Action }) => Action);
    expect(rights("signoz-clickhouse", backup)).toEqual([]);
    expect(rights("clickhouse-backup", backup)).toEqual(
      expect.arrayContaining(["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]),
    );
    expect(rights("clickhouse-backup", backup)).not.toContain("s3:DeleteObject");
    expect(rights("signoz-clickhouse", data)).toContain("s3:DeleteObject");
    expect(signoz.buckets.every(({ versioned }) => versioned)).toBe(true);
  });

  // Defect 50: cold storage was set twice, the second time over the first.
  test("is told once where old data goes, with the Region of the environment", () => {
    const clickhouse = signoz.chart?.values.clickhouse as { coldStorage?: unknown; files: Record<string, string> };
    expect(clickhouse.coldStorage).toBeUndefined();
    expect(clickhouse.files["config.d/storage.xml"]).toContain("<region>us-east-1</region>");
    expect(operations.some(({ path }) => path.includes("storage"))).toBe(false);
  });

  test("goes when its release goes: the operator that lets the database go stays until the namespace does", () => {
    expect(signoz.chart?.patches?.[1]).toMatchObject({
      target: { labelSelector: "app.kubernetes.io/component=operator" },
      patch: { metadata: { annotations: { "helm.sh/resource-policy": "keep" } } },
    });
  });

  test("has no password of the chart's own, which everybody knows", () => {
    expect(signoz.chart?.secretValues?.map(({ path }) => path)).toEqual([
      "clickhouse.password",
      "clickhouse.clickhouseOperator.secret.password",
    ]);
  });

  test("sends alerts with what was stored by hand, and none without a sender", () => {
    const environment = (change?: Change) =>
      (valuesOf("signoz", change).signoz as { env: Record<string, unknown> }).env;
    expect(Object.keys(environment()).filter((name) => /smtp|emailing/.test(name))).toEqual([]);
    const mailing = ({ development, organization }: Declaration): void => {
      Object.assign(development, { applications: { signoz: { alertSender: "development@example.org" } } });
      Object.assign(organization.accounts.development ?? {}, {
        jsonSecrets: { "k8-development/ses-smtp": ["username", "password"] },
      });
    };
    expect(environment(mailing)).toMatchObject({
      signoz_emailing_enabled: true,
      signoz_emailing_smtp_auth_password: { valueFrom: { secretKeyRef: { name: "signoz-smtp", key: "password" } } },
      signoz_alertmanager_signoz_global_smtp__from: "development@example.org",
    });
    // Defect 19: a key that nobody changed.
    const rotated: Change = (declaration) => {
      mailing(declaration);
      Object.assign(declaration.development.applications?.signoz ?? {}, { smtpRevision: 2 });
    };
    expect(application("signoz", rotated).secrets).toContainEqual(
      expect.objectContaining({ name: "signoz-smtp", from: "k8-development/ses-smtp", revision: 2 }),
    );
    // SigNoz reads them when it starts.
    const annotations = (change?: Change) =>
      (valuesOf("signoz", change).signoz as { podAnnotations?: unknown }).podAnnotations;
    expect([annotations(), annotations(mailing), annotations(rotated)]).toEqual([
      undefined,
      { "smtp-revision": "1" },
      { "smtp-revision": "2" },
    ]);
  });
});
