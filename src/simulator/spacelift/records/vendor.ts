/** What a stack runs, by vendor. `version` null: the newest supported. */
export type Vendor =
  | {
      readonly kind: "TERRAFORM";
      readonly workflowTool: string;
      readonly version: string | null;
      readonly workspace: string | null;
      readonly smartSanitization: boolean;
      readonly externalStateAccess: boolean;
    }
  | {
      readonly kind: "OPENTOFU";
      readonly workflowTool: string;
      readonly version: string | null;
      readonly workspace: string | null;
      readonly smartSanitization: boolean;
      readonly externalStateAccess: boolean;
      readonly concise: boolean;
    }
  | {
      readonly kind: "TERRAGRUNT";
      readonly tool: string;
      readonly terraformVersion: string | null;
      readonly terragruntVersion: string | null;
      readonly useRunAll: boolean;
      readonly smartSanitization: boolean;
      readonly stateManagement: boolean;
      readonly skipReplan: boolean;
      readonly prefixResourceNames: boolean;
    }
  | { readonly kind: "ANSIBLE"; readonly playbook: string }
  | {
      readonly kind: "CLOUDFORMATION";
      readonly entryTemplateFile: string;
      readonly region: string;
      readonly stackName: string;
      readonly templateBucket: string;
    }
  | { readonly kind: "PULUMI"; readonly loginUrl: string; readonly stackName: string }
  | {
      readonly kind: "KUBERNETES";
      readonly namespace: string;
      readonly kubectlVersion: string | null;
      readonly workflowTool: string;
    };
