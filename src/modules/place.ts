/** Where the resources of a module live, and what bounds their roles. */
export interface Place {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** ARN of the permissions boundary of every role: CI may create none without it. */
  readonly roleBoundaryArn: string;
}
