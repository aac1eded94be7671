import type { Vendor } from "./records/vendor.ts";

/** Vendors as searches and messages name them. */
export const vendorWords: Readonly<Record<Vendor["kind"], string>> = {
  TERRAFORM: "Terraform",
  OPENTOFU: "OpenTofu",
  TERRAGRUNT: "Terragrunt",
  ANSIBLE: "Ansible",
  CLOUDFORMATION: "CloudFormation",
  PULUMI: "Pulumi",
  KUBERNETES: "Kubernetes",
};
