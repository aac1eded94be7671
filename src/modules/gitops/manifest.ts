/** Plain data, as it is written to a file. */
export type Data = null | boolean | number | string | readonly Data[] | { readonly [key: string]: Data | undefined };
/** An object of JSON or YAML. */
export type DataObject = { readonly [key: string]: Data | undefined };

/** A Kubernetes object as it stands in `rendered/`. */
export type Manifest = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
  };
  readonly [field: string]: Data | undefined;
};

/** What every typed object has; the packages of kinds leave the name optional. */
interface Typed {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: { readonly name?: string };
}

/** An object that was written against the type of its kind, as plain data. The types of kinds are interfaces without an index. */
export function manifest<Kind extends Typed>(
  object: Kind & { readonly metadata: { readonly name: string } },
): Manifest {
  return object as unknown as Manifest;
}
