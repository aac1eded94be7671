/** What variables and files belong to. */
export type ConfigOwnerKind = "context" | "stack" | "module";

/** A variable of a stack, module or context; stored under `<owner kind>/<owner>/<name>`. */
export interface EnvironmentVariable {
  readonly id: string;
  readonly ownerKind: ConfigOwnerKind;
  readonly ownerId: string;
  readonly name: string;
  /** Sealed when `writeOnly`. */
  readonly value: string;
  readonly writeOnly: boolean;
  /** Hex SHA-256 of the value. */
  readonly checksum: string;
  readonly description: string | null;
}

/** A file mounted below `/mnt/workspace`; stored under `<owner kind>/<owner>/<path>`. */
export interface MountedFile {
  readonly id: string;
  readonly ownerKind: ConfigOwnerKind;
  readonly ownerId: string;
  readonly path: string;
  /** Base64; sealed when `writeOnly`. */
  readonly content: string;
  readonly writeOnly: boolean;
  readonly checksum: string;
  readonly description: string | null;
}
