import { EksStackError, exitCodes } from "../../errors.ts";

/** The refusal of an add-on whose version the catalogue does not pin. */
export function unpinnedAddOn(name: string): EksStackError {
  return new EksStackError(
    {
      code: "ES0203",
      file: "src/configuration/versions.ts",
      at: ["addOns", name],
      problem: `The add-on ${name} has no pinned version for the Kubernetes version of this cluster.`,
      hint: "Add it to the catalogue, or to cluster.addOns of the environment.",
    },
    exitCodes.invalid,
  );
}
