import { at, flagAt, objectAt, objectsAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
import { isObject, type Manifest } from "../../../kubernetes/object.ts";
import type { JsonObject } from "../../../world/json.ts";
import { configMap, secret } from "../shared/configuration.ts";
import { inNamespace, type MetaOptions, type Scope } from "../shared/scope.ts";
import { printed } from "../shared/template-text.ts";

/** ConfigMaps and Secrets that Argo CD reads by their fixed names, and those of repositories and clusters. */
export function configuration(scope: Scope): readonly Manifest[] {
  const { values } = scope;
  const meta = (name: string, path?: string) =>
    inNamespace(scope, name, path === undefined ? {} : { annotations: textMapAt(values, `${path}.annotations`) });
  const made = (path: string) => at(values, `${path}.create`) !== false;
  return [
    ...(made("configs.cm") ? [configMap(meta("argocd-cm", "configs.cm"), generalSettings(scope))] : []),
    ...(made("configs.params")
      ? [configMap(meta("argocd-cmd-params-cm", "configs.params"), programSettings(scope))]
      : []),
    ...(made("configs.rbac")
      ? [configMap(meta("argocd-rbac-cm", "configs.rbac"), settings(values, "configs.rbac"))]
      : []),
    ...(made("configs.ssh")
      ? [
          configMap(meta("argocd-ssh-known-hosts-cm", "configs.ssh"), {
            ssh_known_hosts: textAt(values, "configs.ssh.knownHosts") + textAt(values, "configs.ssh.extraHosts"),
          }),
        ]
      : []),
    ...(made("configs.tls")
      ? [configMap(meta("argocd-tls-certs-cm", "configs.tls"), textMapAt(values, "configs.tls.certificates"))]
      : []),
    configMap(meta("argocd-gpg-keys-cm", "configs.gpg"), textMapAt(values, "configs.gpg.keys")),
    ...(textAt(values, "configs.styles") === ""
      ? []
      : [configMap(meta("argocd-styles-cm"), { "custom.styles.css": textAt(values, "configs.styles") })]),
    ...(flagAt(values, "configs.cmp.create") ? [configMap(meta("argocd-cmp-cm", "configs.cmp"), plugins(values))] : []),
    ...(flagAt(values, "notifications.enabled") ? notificationSettings(scope) : []),
    ...(flagAt(values, "redis.enabled") && !flagAt(values, "redis-ha.enabled")
      ? [
          configMap(inNamespace(scope, `${scope.fullName}-redis-health-configmap`), {
            "redis_liveness.sh": "redis-cli ping",
            "redis_readiness.sh": "redis-cli ping",
          }),
        ]
      : []),
    ...(flagAt(values, "configs.secret.createSecret") ? [ownSecret(scope)] : []),
    ...repositorySecrets(scope),
    ...clusterSecrets(scope),
    ...objectsAt(values, "extraObjects").map((extra) => extra as unknown as Manifest),
  ];
}

function generalSettings({ values }: Scope): Readonly<Record<string, string>> {
  const domain = textAt(values, "global.domain");
  return { ...(domain === "" ? {} : { url: `https://${domain}` }), ...settings(values, "configs.cm") };
}

/** Where the programs find each other, and what the values add. */
function programSettings(scope: Scope): Readonly<Record<string, string>> {
  const { values, fullName } = scope;
  const port = at(values, "repoServer.service.port") ?? 8081;
  const external = textAt(values, "externalRedis.host");
  const redis = external === "" ? `${fullName}-redis:6379` : `${external}:${printed(at(values, "externalRedis.port"))}`;
  return {
    "controller.log.format": textAt(values, "global.logging.format"),
    "controller.log.level": textAt(values, "global.logging.level"),
    "repo.server": `${fullName}-repo-server:${printed(port)}`,
    "server.repo.server.strict.tls": String(flagAt(values, "repoServer.certificateSecret.enabled")),
    ...(flagAt(values, "redis.enabled") || external !== "" ? { "redis.server": redis } : {}),
    ...(flagAt(values, "dex.enabled")
      ? {
          "server.dex.server": `https://${fullName}-dex-server:5556`,
          "server.dex.server.strict.tls": String(flagAt(values, "dex.certificateSecret.enabled")),
        }
      : {}),
    ...settings(values, "configs.params"),
  };
}

/** The members at a path as texts, without the chart's own switches; maps are written as JSON, which is YAML. */
function settings(values: JsonObject, path: string): Readonly<Record<string, string>> {
  const { create: _create, annotations: _annotations, ...rest } = objectAt(values, path);
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, printed(value)]));
}

function plugins(values: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(objectAt(values, "configs.cmp.plugins")).map(([name, spec]) => [`${name}.yaml`, printed(spec)]),
  );
}

function notificationSettings(scope: Scope): readonly Manifest[] {
  const values = objectAt(scope.values, "notifications");
  const maps = ["notifiers", "templates", "triggers"].flatMap((path) => Object.entries(textMapAt(values, path)));
  const name = textAt(values, "secret.name") || "argocd-notifications-secret";
  const url = textAt(values, "argocdUrl") || `https://${textAt(scope.values, "global.domain")}`;
  return [
    ...(flagAt(values, "cm.create")
      ? [
          configMap(inNamespace(scope, "argocd-notifications-cm"), {
            context: `argocdUrl: ${url}`,
            ...Object.fromEntries(maps),
          }),
        ]
      : []),
    ...(flagAt(values, "secret.create")
      ? [secret(inNamespace(scope, name, annotated(values, "secret")), textMapAt(values, "secret.items"))]
      : []),
  ];
}

function ownSecret(scope: Scope): Manifest {
  const values = objectAt(scope.values, "configs.secret");
  const password = textAt(values, "argocdServerAdminPassword");
  const changed = textAt(values, "argocdServerAdminPasswordMtime");
  return secret(
    inNamespace(scope, "argocd-secret", {
      ...annotated(scope.values, "configs.secret"),
      labels: textMapAt(values, "labels"),
    }),
    {
      ...textMapAt(values, "extra"),
      ...(textAt(values, "githubSecret") === "" ? {} : { "webhook.github.secret": textAt(values, "githubSecret") }),
      ...(password === "" ? {} : { "admin.password": password, "admin.passwordMtime": changed }),
    },
  );
}

function annotated(values: JsonObject, path: string): MetaOptions {
  return { annotations: textMapAt(values, `${path}.annotations`) };
}

const secretType = "argocd.argoproj.io/secret-type";

function repositorySecrets(scope: Scope): readonly Manifest[] {
  return [
    ["repo", "repository", "repositories", "repositoriesAnnotations"] as const,
    ["repo-creds", "repo-creds", "credentialTemplates", "credentialTemplatesAnnotations"] as const,
  ].flatMap(([begin, type, key, annotationsKey]) =>
    Object.entries(objectAt(scope.values, `configs.${key}`)).map(([name, data]) => {
      const texts = Object.entries(isObject(data) ? data : {}).map(([field, value]) => [field, printed(value)]);
      const annotations = textMapAt(scope.values, `configs.${annotationsKey}`);
      const meta = inNamespace(scope, `argocd-${begin}-${name}`, { labels: { [secretType]: type }, annotations });
      return secret(meta, Object.fromEntries(texts));
    }),
  );
}

function clusterSecrets(scope: Scope): readonly Manifest[] {
  return Object.entries(objectAt(scope.values, "configs.clusterCredentials")).map(([name, cluster]) => {
    const meta = inNamespace(scope, `argocd-cluster-${name}`, {
      labels: { [secretType]: "cluster", ...textMapAt(cluster, "labels") },
      annotations: textMapAt(cluster, "annotations"),
    });
    return secret(meta, { name, server: textAt(cluster, "server"), config: printed(at(cluster, "config")) });
  });
}
