import { Construct } from "constructs";
import { SecretV1 } from "../../../.gen/kubernetes/secret-v1.js";
import { EphemeralRandomPassword } from "../../../.gen/random/ephemeral-random-password.js";
import { expression, literal } from "../engine-text.ts";
import type { GeneratedSecret } from "../gitops/application.ts";

/** Stands in a text for what was drawn under that name, or for its Base64. */
const placeholder = /(?<![$%])\{(base64:)?([a-z][a-z0-9-]*)\}/g;

/**
 * Secrets whose values are drawn when they are first written: ephemeral values go into write-only arguments, so that neither state
 * nor plan hold them. Every run draws, and only a raised revision writes.
 */
export class GeneratedSecrets extends Construct {
  readonly all: readonly SecretV1[];

  /** @param props.namespace name of the namespace, as a reference to it */
  constructor(
    scope: Construct,
    id: string,
    props: { readonly key: string; readonly namespace: string; readonly secrets: readonly GeneratedSecret[] },
  ) {
    super(scope, id);
    this.all = props.secrets.map((secret) => this.#secret(props.key, props.namespace, secret));
  }

  #secret(key: string, namespace: string, secret: GeneratedSecret): SecretV1 {
    const drawn = new Map(
      Object.entries(secret.passwords).map(([name, { length, special }]) => {
        const password = new EphemeralRandomPassword(this, `${key}-${secret.name}-${name}`, {
          length,
          special: special !== undefined,
          ...(special === undefined ? {} : { overrideSpecial: special }),
        });
        return [name, password.fqn] as const;
      }),
    );
    return new SecretV1(this, `${key}-${secret.name}`, {
      metadata: { namespace, name: secret.name, ...(secret.labels ? { labels: { ...secret.labels } } : {}) },
      ...(secret.type === undefined ? {} : { type: secret.type }),
      dataWo: Object.fromEntries(Object.entries(secret.data).map(([name, text]) => [name, filledIn(text, drawn)])),
      dataWoRevision: secret.revision,
    });
  }
}

/**
 * The text with references in place of its placeholders.
 *
 * @throws RangeError for a placeholder of something that is not drawn
 */
function filledIn(text: string, drawn: ReadonlyMap<string, string>): string {
  let filled = "";
  let end = 0;
  for (const match of text.matchAll(placeholder)) {
    const [whole, base64, name = ""] = match;
    const address = drawn.get(name);
    if (address === undefined) throw new RangeError(`nothing is drawn as ${name} for ${text}`);
    filled += literal(text.slice(end, match.index));
    filled += expression(base64 ? `base64encode(${address}.result)` : `${address}.result`);
    end = match.index + whole.length;
  }
  return filled + literal(text.slice(end));
}
