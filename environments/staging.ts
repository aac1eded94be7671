import { environment } from "../src/configuration/define.ts";
import organization from "./organization.ts";

export default environment({
  name: "staging",
  account: organization.accounts.production.id,
  network: {
    name: "dpe-k8-staging",
    cidr: "10.52.32.0/20",
    subnets: {
      public: { a: "10.52.32.0/24", b: "10.52.33.0/24", c: "10.52.34.0/24" },
      controlPlane: { a: "10.52.35.0/28", b: "10.52.35.16/28" },
      workers: { a: "10.52.44.0/22", b: "10.52.40.0/22", c: "10.52.36.0/22" },
    },
  },
  cluster: {
    name: "dpe-k8-staging",
    api: { allow: ["vpn"] },
    access: {
      administrators: { principal: "Administrator", policies: ["AmazonEKSClusterAdminPolicy"] },
      developers: { principal: "Developer", policies: ["AmazonEKSAdminViewPolicy"] },
    },
  },
  spacelift: {
    space: "dpe-staging",
    stacks: {
      infrastructure: "DPE Staging Kubernetes Infrastructure",
      deployments: "DPE Staging Kubernetes Deployments",
      auth0: "DPE Staging Auth0",
    },
    cost: { monthlyDollars: 400 },
  },
  ingress: { host: "staging.sagedpe.org" },
  spot: { account: "act-ac6522b4" },
  auth0: {
    domain: "staging-sage-dpe.us.auth0.com",
    clients: { "schematic-staging": { name: "schematic - Staging" } },
  },
});
