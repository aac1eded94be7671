import { nearest } from "../names.ts";
import { defaultKubernetesVersion, kubernetesVersions } from "../versions.ts";
import { type Check, problemIn } from "./check.ts";

/** Days before the end of support from which on a warning is shown. */
const warningDays = 90;
const day = 86_400_000;

/** The Kubernetes version is known, offered, and in standard support. */
export const versionsAreSupported: Check = ({ environments, now }) =>
  environments.flatMap((environment) => {
    const version = environment.cluster.version ?? defaultKubernetesVersion;
    const at = ["cluster", "version"];
    const facts = kubernetesVersions[version];
    const supported = Object.entries(kubernetesVersions)
      .filter(([, { standardSupportUntil }]) => endOf(standardSupportUntil) >= now.getTime())
      .map(([minor]) => minor);
    const hint = `Supported: ${supported.join(", ")}. EKS goes up one minor version at a time.`;
    if (!facts)
      return [
        problemIn(environment, { code: "ES0130", at, problem: `Kubernetes ${version} is not in the catalogue.`, hint }),
      ];
    if (Date.parse(facts.offered) > now.getTime()) {
      return [
        problemIn(environment, {
          code: "ES0131",
          at,
          problem: `EKS offers Kubernetes ${version} from ${facts.offered} on.`,
          hint,
        }),
      ];
    }
    const left = Math.floor((endOf(facts.standardSupportUntil) - now.getTime()) / day);
    if (left < 0) {
      const problem = `Standard support of Kubernetes ${version} ended on ${facts.standardSupportUntil}; extended support costs six times as much.`;
      return [problemIn(environment, { code: "ES0132", at, problem, hint })];
    }
    if (left > warningDays) return [];
    const problem = `Standard support of Kubernetes ${version} ends on ${facts.standardSupportUntil}, in ${left} days.`;
    return [problemIn(environment, { code: "ES0133", at, problem, hint, level: "warning" })];
  });

/** Overridden add-ons are known, their versions well formed, and kube-proxy fits the cluster. */
export const addOnsFit: Check = ({ environments }) =>
  environments.flatMap((environment) => {
    const version = environment.cluster.version ?? defaultKubernetesVersion;
    const known = Object.keys(
      kubernetesVersions[version]?.addOns ?? kubernetesVersions[defaultKubernetesVersion]?.addOns ?? {},
    );
    return Object.entries(environment.cluster.addOns).flatMap(([name, addOn]) => {
      const at = ["cluster", "addOns", name];
      if (!known.includes(name)) {
        const hint = `Did you mean ${nearest(name, known) ?? known.join(", ")}?`;
        return [problemIn(environment, { code: "ES0134", at, problem: `${name} is no add-on of this stack.`, hint })];
      }
      const minor = /^v(\d+\.\d+)\.\d+-eksbuild\.\d+$/.exec(addOn)?.[1];
      if (minor === undefined) {
        return [
          problemIn(environment, {
            code: "ES0135",
            at,
            problem: `${addOn} is no add-on version.`,
            hint: "Write it as v1.2.3-eksbuild.4.",
          }),
        ];
      }
      if (name !== "kube-proxy" || minorOf(minor) <= minorOf(version)) return [];
      return [
        problemIn(environment, {
          code: "ES0136",
          at,
          problem: `kube-proxy ${addOn} is newer than Kubernetes ${version}.`,
          hint: `Use a v${version}.* version, or leave it to the catalogue.`,
        }),
      ];
    });
  });

function minorOf(version: string): number {
  return Number(version.split(".")[1]);
}

/** End of a day, in milliseconds since 1970. */
function endOf(date: string): number {
  return Date.parse(date) + day;
}
