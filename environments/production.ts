import { environment } from "../src/configuration/define.ts";
import organization from "./organization.ts";

export default environment({
  name: "production",
  account: organization.accounts.production.id,
  protect: true,
  network: {
    name: "dpe-k8",
    cidr: "10.52.0.0/20",
    nat: "per-zone",
    subnets: {
      public: { a: "10.52.0.0/24", b: "10.52.1.0/24", c: "10.52.3.0/24" },
      controlPlane: { a: "10.52.2.0/28", b: "10.52.2.16/28" },
      workers: { a: "10.52.4.0/22", b: "10.52.8.0/22", c: "10.52.12.0/22" },
    },
  },
  cluster: {
    name: "dpe-k8",
    api: { allow: ["vpn"] },
    access: {
      administrators: { principal: "Administrator", policies: ["AmazonEKSClusterAdminPolicy"] },
      developers: { principal: "Developer", policies: ["AmazonEKSAdminViewPolicy"] },
    },
  },
  mail: { addresses: ["dpe@sagebase.org"] },
  spacelift: {
    space: "dpe-k8s",
    stacks: {
      infrastructure: "DPE Kubernetes Infrastructure",
      deployments: "DPE Kubernetes Deployments",
      auth0: "DPE Auth0",
    },
    cost: { monthlyDollars: 700, increasePercent: 10 },
  },
  ingress: { host: "prod.sagedpe.org", certificates: "production" },
  applications: { signoz: { alertSender: "dpe@sagebase.org" } },
  spot: { account: "act-ac6522b4" },
  auth0: {
    domain: "prod-sage-dpe.us.auth0.com",
    clients: { "schematic-prod": { name: "schematic - Prod" } },
  },
});
