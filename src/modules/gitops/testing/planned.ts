import type { Environment } from "../../../configuration/environment.ts";
import { configurationOf, type Declaration, soundDeclaration } from "../../../configuration/testing/declaration.ts";
import { type ChartName, type ChartVersion, charts } from "../../../configuration/versions.ts";
import type { Problem } from "../../../errors.ts";
import { applicationsOf } from "../../../stacks/applications.ts";
import type { PlatformApplication } from "../application.ts";
import { applicationProblems } from "../checks/all.ts";

/** What runs in an environment, for a test to change. */
export interface Plan {
  readonly environment: Environment;
  applications: PlatformApplication[];
  charts: Record<ChartName, ChartVersion>;
}

/** The development environment of a sound declaration, with everything switched on. */
export function soundPlan(change: (declaration: Declaration) => void = () => {}): Plan {
  const declaration = soundDeclaration();
  change(declaration);
  const environment = configurationOf(declaration).environments.find(({ name }) => name === "development");
  if (!environment) throw new RangeError("there is no development environment");
  return { environment, applications: [...applicationsOf(environment)], charts: { ...charts } };
}

/** Puts a changed copy of an application in its place. */
export function change(
  plan: Plan,
  name: string,
  by: (application: PlatformApplication) => Partial<PlatformApplication>,
) {
  if (!plan.applications.some((application) => application.name === name))
    throw new RangeError(`no application ${name}`);
  plan.applications = plan.applications.map((application) =>
    application.name === name ? { ...application, ...by(application) } : application,
  );
}

/** Gives an application's chart other values, beside its own. */
export function changeValues(plan: Plan, name: string, values: NonNullable<PlatformApplication["chart"]>["values"]) {
  change(plan, name, ({ chart }) => (chart ? { chart: { ...chart, values: { ...chart.values, ...values } } } : {}));
}

/** Everything that the checks find. */
export function problemsIn({ environment, applications, charts: versions }: Plan): Problem[] {
  return applicationProblems(environment, applications, versions);
}
