/** An edge between two stacks. */
export interface StackDependency {
  readonly id: string;
  /** The child: runs after the other. */
  readonly stackId: string;
  readonly dependsOnStackId: string;
}

/** An output of the parent that is passed on to the child. */
export interface DependencyReference {
  readonly id: string;
  readonly dependencyId: string;
  readonly outputName: string;
  /** Environment variable of the child. */
  readonly inputName: string;
  readonly triggerAlways: boolean;
}
