/** A node of the tree in which everything of an account lives. */
export interface Space {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  /** Null for `root` only. */
  readonly parentSpaceId: string | null;
  readonly inheritEntities: boolean;
  readonly labels: readonly string[];
}
