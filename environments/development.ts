import { environment } from "../src/configuration/define.ts";
import organization from "./organization.ts";

export default environment({
  name: "development",
  account: organization.accounts.development.id,
  network: {
    name: "dpe-sandbox",
    cidr: "10.52.16.0/20",
    subnets: {
      public: { a: "10.52.16.0/24", b: "10.52.17.0/24", c: "10.52.19.0/24" },
      controlPlane: { a: "10.52.18.0/28", b: "10.52.18.16/28" },
      workers: { a: "10.52.20.0/22", b: "10.52.24.0/22", c: "10.52.28.0/22" },
    },
  },
  cluster: {
    name: "dpe-k8-sandbox",
    api: { allow: ["vpn"] },
    access: {
      administrators: { principal: "Administrator", policies: ["AmazonEKSClusterAdminPolicy"] },
      developers: { principal: "Developer", policies: ["AmazonEKSAdminViewPolicy", "AmazonEKSEditPolicy"] },
    },
  },
  mail: { addresses: ["aws-dpe-dev@sagebase.org"] },
  spacelift: {
    space: "dpe-sandbox",
    stacks: {
      infrastructure: "DPE DEV Kubernetes Infrastructure",
      deployments: "DPE DEV Kubernetes Deployments",
      auth0: "DPE DEV Auth0",
    },
    cost: { monthlyDollars: 400 },
  },
  ingress: { host: "dev.sagedpe.org" },
  applications: { signoz: { alertSender: "aws-dpe-dev@sagebase.org" } },
  gitOps: { prune: true },
  spot: { account: "act-45de6f47" },
  auth0: {
    domain: "dev-sage-dpe.us.auth0.com",
    clients: {
      "bfauble-automation": { name: "bfauble - automation", description: "Tests against SigNoz" },
      "schematic-github-actions": {
        name: "schematic - Github Actions",
        description: "Telemetry of continuous integration",
      },
      "schematic-dev": { name: "schematic - Dev", description: "The application deployed in AWS dev" },
    },
  },
});
