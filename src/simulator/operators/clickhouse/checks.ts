import { objectsAt, textAt } from "../../kubernetes/fields.ts";
import type { KubernetesObject } from "../../kubernetes/object.ts";
import type { DefinitionCheck } from "../../kubernetes/server/definition-check.ts";
import { refuseIf } from "../../kubernetes/server/kubernetes-error.ts";
import { subjectOf } from "../review.ts";
import { installation } from "./kinds.ts";
import { rules } from "./rules.ts";

/** Rules in the definition of installations. */
export const installationChecks: readonly DefinitionCheck[] = [{ kind: installation, check: checkInstallation }];

function checkInstallation(chi: KubernetesObject): void {
  const subject = subjectOf(chi);
  for (const [index, cluster] of objectsAt(chi.spec, "configuration.clusters").entries()) {
    const name = textAt(cluster, "name");
    refuseIf(name.length > 15, rules.clusterNameLength, subject, index, name);
    refuseIf(!/^[a-zA-Z0-9-]{0,15}$/.test(name), rules.clusterName, subject, index, name);
  }
  for (const [index, claim] of objectsAt(chi.spec, "templates.volumeClaimTemplates").entries()) {
    const policy = textAt(claim, "reclaimPolicy");
    refuseIf(!["", "Retain", "Delete"].includes(policy), rules.reclaimPolicy, subject, index, policy);
  }
}
