import { at, flagAt, textAt, textMapAt } from "../../../kubernetes/fields.ts";
import type { Manifest } from "../../../kubernetes/object.ts";
import {
  allow,
  clusterRole,
  clusterRoleBinding,
  reading,
  role,
  roleBinding,
  serviceAccount,
} from "../shared/access.ts";
import { type AirflowRelease, componentMeta } from "./airflow-release.ts";

/** What runs under an account of its own: the key of its values and the end of the account's name. */
interface AccountUser {
  readonly key: string;
  readonly part: string;
}

/** Name of the account of a component: its own, or the namespace's. */
export function accountName({ values, name }: AirflowRelease, key: string, part: string): string {
  return (
    textAt(values, `${key}.serviceAccount.name`) ||
    (flagAt(values, `${key}.serviceAccount.create`) ? `${name}-${part}` : "default")
  );
}

/** Service accounts, and the roles by which components start pods and read their logs. */
export function access(release: AirflowRelease, users: readonly AccountUser[]): readonly Manifest[] {
  const accounts = users
    .filter(({ key }) => flagAt(release.values, `${key}.serviceAccount.create`))
    .map(({ key, part }) => {
      const annotations = textMapAt(release.values, `${key}.serviceAccount.annotations`);
      const meta = componentMeta(release, accountName(release, key, part), part, { annotations });
      const automount = at(release.values, `${key}.serviceAccount.automountServiceAccountToken`) !== false;
      return serviceAccount(meta, { automount });
    });
  return [...accounts, ...roles(release, users)];
}

function roles(release: AirflowRelease, users: readonly AccountUser[]): readonly Manifest[] {
  const { values, name, scope } = release;
  if (!flagAt(values, "rbac.create")) return [];
  const everywhere = flagAt(values, "multiNamespaceMode");
  const given = (
    roleName: string,
    rules: Parameters<typeof role>[1],
    part: string | undefined,
  ): readonly Manifest[] => {
    const user = users.find((candidate) => candidate.part === part);
    if (!user) return [];
    const subject = { name: accountName(release, user.key, user.part), namespace: scope.namespace };
    const { namespace: _namespace, ...clusterMeta } = componentMeta(
      release,
      `${scope.namespace}-${roleName}`,
      "airflow",
    );
    const meta = componentMeta(release, roleName, "airflow");
    return everywhere
      ? [
          clusterRole(clusterMeta, rules),
          clusterRoleBinding({ ...clusterMeta, name: `${clusterMeta.name}-binding` }, clusterMeta.name, subject),
        ]
      : [role(meta, rules), roleBinding({ ...meta, name: `${roleName}-binding` }, roleName, subject)];
  };
  const launching = [
    allow("core", "pods", ["create", "list", "get", "patch", "watch", "delete"]),
    allow("core", "events", ["list"]),
    allow("core", "pods/log", ["get"]),
    allow("core", "pods/exec", ["create", "get"]),
  ];
  const server = release.hasApiServer ? "api-server" : "webserver";
  return [
    ...(flagAt(values, "allowPodLaunching") ? given(`${name}-pod-launcher-role`, launching, "scheduler") : []),
    ...given(
      `${name}-pod-log-reader-role`,
      [allow("core", "pods", reading), allow("core", "pods/log", ["get"])],
      server,
    ),
  ];
}
