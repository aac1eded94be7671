import { testChecks } from "../testing/check-test.ts";

testChecks({
  ES0170: {
    broken: ({ development }) => Object.assign(development, { nodes: { minimum: 5, maximum: 4 } }),
    right: ({ development }) => Object.assign(development, { nodes: { minimum: 4, maximum: 4 } }),
    at: "nodes.minimum",
    says: "5 nodes are to be there always, and 4 at most",
    hint: "raise nodes.maximum",
  },
  ES0171: {
    broken: ({ development }) => Object.assign(development, { nodes: { minimum: 3, maximumVcpus: 5 } }),
    right: ({ development }) =>
      Object.assign(development, { nodes: { minimum: 3, maximumVcpus: 6, maximumMemoryGib: 24 } }),
    at: "nodes.maximumVcpus",
    says: "3 nodes have 6 vCPUs at least, and 5 are allowed",
    hint: "Raise nodes.maximumVcpus to 6",
  },
  ES0172: {
    broken: ({ development }) => Object.assign(development.spot, { tokenSecret: "spot/token" }),
    right: ({ development, organization }) => {
      development.spot.tokenSecret = "spot/token";
      organization.accounts.development?.secrets?.push("spot/token");
    },
    at: "spot.tokenSecret",
    says: "has no secret spot/token",
    hint: "accounts.development.secrets",
  },
});
