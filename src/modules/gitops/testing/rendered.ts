import type { Environment } from "../../../configuration/environment.ts";
import { configurationOf, type Declaration, soundDeclaration } from "../../../configuration/testing/declaration.ts";
import { applicationsOf, gitOpsFilesOf } from "../../../stacks/applications.ts";
import type { PlatformApplication } from "../application.ts";
import type { DataObject, Manifest } from "../manifest.ts";

/** A change of a sound declaration. */
export type Change = (declaration: Declaration) => void;

/** The development environment of a sound declaration. */
export function declared(change: Change = () => {}): Environment {
  const declaration = soundDeclaration();
  change(declaration);
  const [development] = configurationOf(declaration).environments;
  if (!development) throw new RangeError("nothing is declared");
  return development;
}

/** What runs in it. */
export function applications(change?: Change): readonly PlatformApplication[] {
  return applicationsOf(declared(change));
}

/** The application of that name, of the environment development. */
export function application(name: string, change?: Change): PlatformApplication {
  const found = applications(change).find((one) => one.name === name);
  if (!found) throw new RangeError(`there is no application ${name}`);
  return found;
}

/** Values of an application's chart. */
export function valuesOf(name: string, change?: Change): DataObject {
  return application(name, change).chart?.values ?? {};
}

/** Every object that is rendered for it. */
export function objects(change?: Change): readonly Manifest[] {
  return gitOpsFilesOf(declared(change)).flatMap(({ manifests }) => manifests);
}

/** What is rendered of a kind. */
export function objectsOf(kind: string, change?: Change): readonly Manifest[] {
  return objects(change).filter((object) => object.kind === kind);
}

/** The one rendered object of that kind and name. */
export function object(kind: string, name: string, change?: Change): Manifest {
  const found = objectsOf(kind, change).find(({ metadata }) => metadata.name === name);
  if (!found) throw new RangeError(`there is no ${kind} ${name}`);
  return found;
}

/** Nothing is synchronised by itself. */
export const manual: Change = ({ development }) => {
  development.gitOps = { sync: "manual" };
};
