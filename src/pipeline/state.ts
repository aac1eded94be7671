/** One resource instance of a state. */
export interface StateInstance {
  readonly address: string;
  readonly type: string;
  readonly mode: "managed" | "data";
  readonly id: string | null;
  readonly values: Readonly<Record<string, unknown>>;
  /** Addresses of resources (without instance keys) that this one came after, all of them, not only the nearest. */
  readonly dependencies: readonly string[];
  readonly tainted: boolean;
}

export interface StateOutput {
  readonly name: string;
  readonly value: unknown;
  readonly sensitive: boolean;
}

export interface State {
  readonly instances: readonly StateInstance[];
  readonly outputs: readonly StateOutput[];
}

/** The parts of a version 4 state file that are read here. */
interface StateFile {
  readonly outputs?: Readonly<Record<string, { readonly value: unknown; readonly sensitive?: boolean }>>;
  readonly resources?: readonly {
    readonly module?: string;
    readonly mode: "managed" | "data";
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly index_key?: string | number;
      readonly status?: string;
      readonly attributes?: Readonly<Record<string, unknown>>;
      readonly dependencies?: readonly string[];
    }[];
  }[];
}

/** Reads a state file's content; none is an empty state. */
export function parseState(content: unknown): State {
  const file = (content ?? {}) as StateFile;
  return {
    instances: (file.resources ?? []).flatMap((resource) =>
      resource.instances.map((instance) => ({
        address: addressOf(resource, instance.index_key),
        type: resource.type,
        mode: resource.mode,
        id: idOf(instance.attributes),
        values: instance.attributes ?? {},
        dependencies: instance.dependencies ?? [],
        tainted: instance.status === "tainted",
      })),
    ),
    outputs: Object.entries(file.outputs ?? {}).map(([name, { value, sensitive }]) => ({
      name,
      value,
      sensitive: sensitive === true,
    })),
  };
}

/** Managed instances only: what the stack owns. */
export function managedOf(state: State): readonly StateInstance[] {
  return state.instances.filter(({ mode }) => mode === "managed");
}

function addressOf(
  resource: { readonly module?: string; readonly mode: string; readonly type: string; readonly name: string },
  key: string | number | undefined,
): string {
  const data = resource.mode === "data" ? "data." : "";
  const module = resource.module ? `${resource.module}.` : "";
  const index = key === undefined ? "" : `[${JSON.stringify(key)}]`;
  return `${module}${data}${resource.type}.${resource.name}${index}`;
}

function idOf(attributes: Readonly<Record<string, unknown>> | undefined): string | null {
  const id = attributes?.id;
  return typeof id === "string" ? id : null;
}
