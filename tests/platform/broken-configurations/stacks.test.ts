import { describe, test } from "vitest";
import { EksStackError, type Problem } from "../../../src/errors.ts";
import { cluster } from "../../../src/modules/eks/testing/cluster.ts";
import { serviceTrust } from "../../../src/modules/iam/trust.ts";
import { rolesTrustedTooWidely } from "../../../src/stacks/trusted-roles.ts";
import { expectRefusal } from "./broken.ts";

describe("the rendering of a stack refuses", () => {
  test("a role that every pod may assume (ES0231)", () => {
    const role = { assume_role_policy: serviceTrust("pods.eks.amazonaws.com") };
    const problems = rolesTrustedTooWidely(["development", "kubernetes-deployments"], {
      resource: { aws_iam_role: { airflow_worker: role } },
    });
    expectRefusal(problems, {
      code: "ES0231",
      at: "development.kubernetes-deployments.aws_iam_role.airflow_worker.assume_role_policy",
      says: "airflow_worker may be assumed by pods of every service account",
      wayOut: "Name the one service",
    });
  });

  test("an add-on whose version is not known for the Kubernetes version (ES0203)", () => {
    const refused = problemsThrown(() => cluster({ addOnVersions: { "vpc-cni": "v1.22.4-eksbuild.3" } }));
    expectRefusal(refused, {
      code: "ES0203",
      at: "addOns.kube-proxy",
      says: "kube-proxy has no pinned version for the Kubernetes version",
      wayOut: "cluster.addOns",
    });
  });
});

function problemsThrown(action: () => unknown): readonly Problem[] {
  try {
    action();
    return [];
  } catch (error) {
    if (error instanceof EksStackError) return error.problems;
    throw error;
  }
}
