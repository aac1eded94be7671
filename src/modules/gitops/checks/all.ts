import type { Environment } from "../../../configuration/environment.ts";
import { charts } from "../../../configuration/versions.ts";
import type { Problem } from "../../../errors.ts";
import type { PlatformApplication } from "../application.ts";
import type { ApplicationCheck, Planned } from "./check.ts";
import { contractsAreKept } from "./contracts.ts";
import { imagesCanBePulled } from "./images.ts";
import { kindsAreThere } from "./kinds.ts";
import { namesFitTheirReaders } from "./names.ts";
import { namespacesAreShared } from "./namespaces.ts";
import { objectsHaveOneOwner } from "./objects.ts";
import { projectsPermit } from "./projects.ts";
import { secretsAreDeclared } from "./secrets.ts";
import { storageClassesExist } from "./storage-classes.ts";
import { valuesAreRead } from "./values.ts";

/** Every check of the applications of an environment, in the order in which their problems are shown. */
const checks: readonly ApplicationCheck[] = [
  valuesAreRead,
  kindsAreThere,
  contractsAreKept,
  storageClassesExist,
  secretsAreDeclared,
  namespacesAreShared,
  namesFitTheirReaders,
  imagesCanBePulled,
  objectsHaveOneOwner,
  projectsPermit,
];

/** Everything that is wrong with the applications of an environment. */
export function applicationProblems(
  environment: Environment,
  applications: readonly PlatformApplication[],
  versions: Planned["charts"] = charts,
): Problem[] {
  return checks.flatMap((check) => check({ environment, applications, charts: versions }));
}
