import type { ProjectReference } from "./project.ts";

/** A role in an AWS account that Spacelift assumes for runs. */
export interface AwsIntegration {
  readonly id: string;
  readonly name: string;
  readonly roleArn: string;
  readonly durationSeconds: number;
  readonly generateCredentialsInWorker: boolean;
  readonly externalId: string | null;
  readonly region: string | null;
  readonly labels: readonly string[];
  readonly spaceId: string;
  readonly autoattachEnabled: boolean;
  readonly tagAssumeRole: boolean;
}

/** An integration in use by one stack or module, for reading, writing or both. */
export interface AwsIntegrationAttachment extends ProjectReference {
  readonly id: string;
  readonly integrationId: string;
  readonly read: boolean;
  readonly write: boolean;
}
