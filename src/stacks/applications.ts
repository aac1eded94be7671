import type { Environment } from "../configuration/environment.ts";
import { EksStackError, exitCodes, type Problem } from "../errors.ts";
import { airflow } from "../modules/airflow/airflow.ts";
import { airflowDatabase } from "../modules/airflow/database.ts";
import { capacitor } from "../modules/capacitor/capacitor.ts";
import { certManager } from "../modules/cert-manager/cert-manager.ts";
import { postgresOperator } from "../modules/cloudnative-pg/operator.ts";
import { networkPolicyDemonstration } from "../modules/demonstrations/network-policies.ts";
import { podSecurityGroupDemonstration } from "../modules/demonstrations/pod-security-groups.ts";
import { envoyGateway } from "../modules/envoy-gateway/envoy-gateway.ts";
import { gatewayApi } from "../modules/gateway-api/gateway-api.ts";
import type { PlatformApplication } from "../modules/gitops/application.ts";
import { applicationProblems } from "../modules/gitops/checks/all.ts";
import { type GitOpsFile, gitOpsFiles } from "../modules/gitops/files.ts";
import { signoz } from "../modules/signoz/signoz.ts";
import { policyReporter } from "../modules/trivy/policy-reporter.ts";
import { polrAdapter } from "../modules/trivy/polr-adapter.ts";
import { trivyOperator } from "../modules/trivy/trivy-operator.ts";
import { victoriaMetrics } from "../modules/victoria-metrics/victoria-metrics.ts";
import { workerPool } from "../modules/worker-pool/worker-pool.ts";

/** Everything that runs in the cluster of an environment, as its switches say: those of lower waves first. */
export function applicationsOf(environment: Environment): readonly PlatformApplication[] {
  const { applications, ingress, optional } = environment;
  return [
    victoriaMetrics(),
    ...(ingress.enabled ? [gatewayApi(), certManager(), envoyGateway(environment)] : []),
    ...(applications.security.enabled ? [trivyOperator(), polrAdapter(), policyReporter()] : []),
    ...(applications.airflow.enabled ? [postgresOperator(), airflowDatabase(environment), airflow(environment)] : []),
    ...(applications.signoz.enabled ? [signoz(environment)] : []),
    ...(applications.capacitor.enabled ? [capacitor()] : []),
    ...(optional.workerPool ? [workerPool(optional.workerPool)] : []),
    ...(optional.demonstrations.networkPolicies ? [networkPolicyDemonstration()] : []),
    ...(optional.demonstrations.podSecurityGroups ? [podSecurityGroupDemonstration()] : []),
  ].sort((one, other) => one.wave - other.wave || (one.name < other.name ? -1 : 1));
}

/**
 * Looks at the applications of all environments before anything is rendered or run.
 *
 * @throws EksStackError ES0220 to ES0230 with everything that is wrong
 */
export function checkApplications(environments: readonly Environment[]): void {
  const problems = environments.flatMap((environment) => applicationProblems(environment, applicationsOf(environment)));
  if (problems.length > 0) throw new EksStackError(saidOnce(problems), exitCodes.invalid);
}

/** The same problem of several environments as one, at all of them. */
export function saidOnce(problems: readonly Problem[]): Problem[] {
  const byText = new Map<string, Problem[]>();
  for (const problem of problems) {
    const text = JSON.stringify([problem.code, problem.at?.slice(1), problem.problem, problem.hint]);
    byText.set(text, [...(byText.get(text) ?? []), problem]);
  }
  return [...byText.values()].flatMap((same) => {
    const [first] = same;
    const [, ...rest] = first?.at ?? [];
    return first ? [{ ...first, at: [same.map(({ at }) => at?.[0]).join(", "), ...rest] }] : [];
  });
}

/** Every file of an environment that Argo CD and Flux read. */
export function gitOpsFilesOf(environment: Environment): readonly GitOpsFile[] {
  return gitOpsFiles(environment, applicationsOf(environment));
}
