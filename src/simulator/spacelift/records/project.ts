/** A stack or module that something is attached to. */
export interface ProjectReference {
  readonly projectKind: "stack" | "module";
  readonly projectId: string;
}
