export interface StackDependency {
  readonly id: string;
  /** The child: runs after the other. */
  readonly stackId: string;
  readonly dependsOnStackId: string;
}

export interface DependencyReference {
  readonly id: string;
  readonly dependencyId: string;
  readonly outputName: string;
  /** Environment variable of the child. */
  readonly inputName: string;
  readonly triggerAlways: boolean;
}
