import { Construct } from "constructs";
import { EphemeralAwsSecretsmanagerSecretVersion } from "../../../.gen/aws/ephemeral-aws-secretsmanager-secret-version.js";
import { SecretV1 } from "../../../.gen/kubernetes/secret-v1.js";
import { expression } from "../engine-text.ts";
import type { CopiedSecret } from "../gitops/application.ts";

/** Secrets that somebody stored by hand in Secrets Manager, brought into the cluster without passing through state or plan. */
export class CopiedSecrets extends Construct {
  readonly all: readonly SecretV1[];

  /** @param props.namespace name of the namespace, as a reference to it */
  constructor(
    scope: Construct,
    id: string,
    props: { readonly key: string; readonly namespace: string; readonly secrets: readonly CopiedSecret[] },
  ) {
    super(scope, id);
    const { key, namespace } = props;
    this.all = props.secrets.map((secret) => {
      const stored = new EphemeralAwsSecretsmanagerSecretVersion(this, `${key}-${secret.name}-stored`, {
        secretId: secret.from,
      });
      const value = (member: string | null): string =>
        member === null ? stored.secretString : expression(`jsondecode(${stored.fqn}.secret_string)["${member}"]`);
      return new SecretV1(this, `${key}-${secret.name}`, {
        metadata: { namespace, name: secret.name },
        dataWo: Object.fromEntries(Object.entries(secret.data).map(([name, member]) => [name, value(member)])),
        dataWoRevision: secret.revision,
      });
    });
  }
}
