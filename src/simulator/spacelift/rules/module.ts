import { rule } from "../../rule.ts";

const api = { code: "invalid", http: 200 } as const;
const missing = { code: "not_found", http: 200 } as const;

/** Refusals about modules and their versions. */
export const moduleRules = {
  idTaken: rule({
    ...api,
    id: "spacelift/module-id-taken",
    operation: "moduleCreate",
    message: () => "could not persist module: module with this slug already exists for this account",
    source: "D:vendors/terraform/module-registry.md (text by analogy with contexts)",
  }),
  notFound: rule({
    ...missing,
    id: "spacelift/module-not-found",
    operation: "versionCreate, moduleUpdateV2, moduleDelete",
    message: (module: string) => `module ${module} not found`,
    source: "P:resource_module.go",
  }),
  protected: rule({
    ...api,
    id: "spacelift/module-protected",
    operation: "moduleDelete",
    message: () => "module is protected from deletion",
    source: "PD:resources/module.md",
  }),
  activeVersions: rule({
    ...api,
    id: "spacelift/module-active-versions",
    operation: "moduleDelete",
    message: (numbers: readonly string[]) => `module still has active versions: ${numbers.join(", ")}`,
    source: "B:Modules/Delete Module",
  }),
  share: rule({
    ...api,
    id: "spacelift/module-share",
    operation: "moduleShare",
    message: (spaces: readonly string[]) =>
      `you do not have permissions to share a module with following spaces: ${spaces.join(", ")}`,
    source: "P:resource_module_test.go; D:vendors/terraform/module-registry.md",
  }),
  versionNumber: rule({
    ...api,
    id: "spacelift/module-version-number",
    operation: "versionCreate",
    message: (number: string) => `couldn't create version: invalid version "${number}": it must be major.minor.patch`,
    source: "D:concepts/configuration/runtime-configuration/runtime-yaml-reference.md",
  }),
  versionExists: rule({
    ...api,
    id: "spacelift/module-version-exists",
    operation: "versionCreate",
    message: (number: string, module: string) =>
      `couldn't create version: could not create version: version "${number}" already exists for module ${module}`,
    source: "D:vendors/terraform/module-registry.md",
  }),
  versionGap: rule({
    ...api,
    id: "spacelift/module-version-gap",
    operation: "versionCreate",
    message: (number: string, latest: string) =>
      `couldn't create version: version "${number}" leaves a gap behind "${latest}"`,
    source: "D:vendors/terraform/module-registry.md (0.2.0 is not followed by 0.4.0)",
  }),
};
