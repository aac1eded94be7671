/** What a plan policy's input is made of. */
export interface PlanFacts {
  readonly stack: {
    readonly id: string;
    readonly name: string;
    readonly autodeploy: boolean;
    readonly branch: string;
    readonly labels: readonly string[];
    readonly projectRoot: string | null;
    readonly repository: string;
    readonly namespace: string;
    readonly space: { readonly id: string; readonly name: string; readonly labels: readonly string[] };
  };
  readonly run: {
    readonly id: string;
    readonly type: string;
    readonly state: string;
    readonly driftDetection: boolean;
    readonly triggeredBy: string;
    readonly commit: string | null;
  };
  /** `resource_changes` and `terraform_version` of the plan's JSON. */
  readonly plan: { readonly resource_changes?: readonly unknown[]; readonly terraform_version?: string };
  /** US dollars a month of the planned and of the present resources. */
  readonly cost: { readonly planned: number; readonly present: number };
  /** Nanoseconds since 1970. */
  readonly timestamp: number;
}

/**
 * The input document of a plan policy as Spacelift builds it, with the cost where Infracost would put it.
 * Source: Spacelift's documentation of plan policies.
 */
export function planInput(facts: PlanFacts): unknown {
  const { stack, run, plan, cost, timestamp } = facts;
  return {
    spacelift: {
      request: { timestamp_ns: timestamp },
      run: {
        id: run.id,
        type: run.type,
        state: run.state,
        drift_detection: run.driftDetection,
        triggered_by: run.triggeredBy,
        commit: { hash: run.commit ?? "" },
      },
      stack: {
        id: stack.id,
        name: stack.name,
        administrative: false,
        autodeploy: stack.autodeploy,
        branch: stack.branch,
        labels: stack.labels,
        namespace: stack.namespace,
        project_root: stack.projectRoot ?? "",
        repository: stack.repository,
        space: stack.space,
      },
    },
    terraform: { resource_changes: plan.resource_changes ?? [], terraform_version: plan.terraform_version ?? "" },
    third_party_metadata: {
      infracost: {
        projects: [
          {
            breakdown: { totalMonthlyCost: String(cost.planned) },
            pastBreakdown: { totalMonthlyCost: String(cost.present) },
          },
        ],
      },
    },
  };
}
