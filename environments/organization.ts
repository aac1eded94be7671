import { organization } from "../src/configuration/define.ts";

export default organization({
  accounts: {
    development: {
      id: "631692904429",
      name: "org-sagebase-dnt-dev",
      integration: { name: "org-sagebase-dnt-dev-aws-integration", role: "spacelift-admin-role" },
      // Identity Center chooses the 16 digits; these are the rehearsal's. Read the real ones with: aws iam list-roles --path-prefix /aws-reserved/sso.amazonaws.com/
      ssoRoles: {
        Administrator: "AWSReservedSSO_Administrator_0123456789abcdef",
        Developer: "AWSReservedSSO_Developer_0123456789abcdef",
      },
      secrets: ["spotinst_token"],
      jsonSecrets: { "dpe-k8-sandbox/ses-smtp": ["username", "password"] },
    },
    production: {
      id: "766808016710",
      name: "org-sagebase-dpe-prod",
      integration: { name: "org-sagebase-dpe-prod-aws-integration", role: "spacelift-admin-role" },
      ssoRoles: {
        Administrator: "AWSReservedSSO_Administrator_fedcba9876543210",
        Developer: "AWSReservedSSO_Developer_fedcba9876543210",
      },
      secrets: ["spotinst_token"],
      jsonSecrets: { "dpe-k8/ses-smtp": ["username", "password"] },
    },
  },
  spacelift: {
    account: "sagebionetworks",
    awsAccountId: "324880187172",
    // The rehearsal's. Read the real ones, which change, with the data source spacelift_ips.
    workerNetworks: ["34.240.10.10/32", "34.240.10.11/32", "34.240.10.12/32", "34.240.10.13/32"],
    rootStack: "Root Spacelift Administrative Stack",
  },
  versionControl: {
    integration: "sage-bionetworks-workflows-gh",
    namespace: "Sage-Bionetworks-Workflows",
    repository: "eks-stack",
  },
  networks: { vpn: "52.44.61.21/32" },
  owner: "dpe",
  costCenter: "No Program / 000000",
  contact: "dpe@sagebase.org",
});
