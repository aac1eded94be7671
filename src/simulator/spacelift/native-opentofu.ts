import type { Values } from "../planning/values.ts";
import { refuseUnless } from "../rule.ts";
import { blocks, text } from "./input.ts";
import type { Vendor } from "./records/vendor.ts";
import { stackRules } from "./rules/stack.ts";
import { vendorWords } from "./vendor-words.ts";

type VendorOf<Kind extends Vendor["kind"]> = Extract<Vendor, { readonly kind: Kind }>;

/**
 * Whether attributes still describe in `terraform_*` words a stack that Spacelift has made a native OpenTofu one. The provider
 * goes on in these words, so that the migration makes no difference to a plan [spacelift.md §1.2].
 */
export function isDescribedAsTerraform(vendor: Vendor, given: Values): vendor is VendorOf<"OPENTOFU"> {
  return (
    vendor.kind === "OPENTOFU" && blocks(given.opentofu).length === 0 && text(given.terraform_workflow_tool) !== ""
  );
}

/** A native OpenTofu vendor in Terraform's words. */
export function asTerraform(vendor: VendorOf<"OPENTOFU">): VendorOf<"TERRAFORM"> {
  const { workflowTool, version, workspace, smartSanitization, externalStateAccess } = vendor;
  return {
    kind: "TERRAFORM",
    workflowTool: workflowTool === "OPENTOFU" ? "OPEN_TOFU" : workflowTool,
    version,
    workspace,
    smartSanitization,
    externalStateAccess,
  };
}

/** The vendor that a plain update leaves behind: settings in Terraform's words change a native OpenTofu stack, and no other kind. */
export function updatedVendor(before: Vendor, planned: Vendor): Vendor {
  if (before.kind === "OPENTOFU" && planned.kind === "TERRAFORM" && planned.workflowTool !== "TERRAFORM_FOSS") {
    const { version, workspace, smartSanitization, externalStateAccess } = planned;
    const workflowTool = planned.workflowTool === "OPEN_TOFU" ? "OPENTOFU" : planned.workflowTool;
    return { ...before, workflowTool, version, workspace, smartSanitization, externalStateAccess };
  }
  refuseUnless(
    before.kind === planned.kind,
    stackRules.vendorChange,
    vendorWords[before.kind],
    vendorWords[planned.kind],
  );
  return planned;
}
