import type { AccountPrerequisites, Prerequisites } from "../onboarding.ts";

/** What an organisation has before its first rehearsal: Spacelift, and the AWS accounts given. */
export function prerequisitesOf(...accounts: readonly AccountPrerequisites[]): Prerequisites {
  return {
    spacelift: {
      account: "example",
      awsAccountId: "333333333333",
      vcsIntegration: "example-gh",
      rootStackId: "root",
      rootStack: {
        name: "Root",
        namespace: "Example",
        repository: "eks-stack",
        branch: "main",
        projectRoot: "rendered/administrative",
        toolVersion: "1.12.6",
      },
    },
    hosts: [],
    auth0: [],
    accounts,
  };
}
