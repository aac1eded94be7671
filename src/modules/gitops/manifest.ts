/** Plain data, as it is written to a file. */
export type Data = null | boolean | number | string | readonly Data[] | { readonly [key: string]: Data | undefined };
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
