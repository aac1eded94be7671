import type { Problem } from "../../errors.ts";
import { nearest } from "../names.ts";
import { defaultKubernetesVersion, defaultOpenTofuVersion, kubernetesVersions, openTofuSupport } from "../versions.ts";
import { type Check, fileOf, problemIn } from "./check.ts";

/** Days before the end of support from which on a warning is shown. */
const warningDays = 90;
const day = 86_400_000;

/**
 * The Kubernetes version is known, offered, and in standard support. An old default is the catalogue's fault and no environment's: it
 * is a warning, so that a checkout goes on working after that day.
 */
export const versionsAreSupported: Check = ({ environments, now }) =>
  environments.flatMap((environment) => {
    const version = environment.cluster.version ?? defaultKubernetesVersion;
    const facts = kubernetesVersions[version];
    const supported = Object.entries(kubernetesVersions)
      .filter(
        ([, { offered, standardSupportUntil }]) => isPast(offered, now) && daysLeft(standardSupportUntil, now) >= 0,
      )
      .map(([minor]) => minor);
    const found = (problem: Pick<Problem, "code" | "problem" | "level">): Problem[] => [
      problemIn(environment, {
        at: ["cluster", "version"],
        hint: `${choiceOf(supported)} EKS goes up one minor version at a time.`,
        ...problem,
      }),
    ];
    if (!facts) return found({ code: "ES0130", problem: `Kubernetes ${version} is not in the catalogue.` });
    const { offered, standardSupportUntil } = facts;
    if (!isPast(offered, now)) {
      return found({ code: "ES0131", problem: `EKS offers Kubernetes ${version} from ${offered} on.` });
    }
    const left = daysLeft(standardSupportUntil, now);
    if (left < 0) {
      const problem = `Standard support of Kubernetes ${version} ended on ${standardSupportUntil}; extended support costs six times as much.`;
      return found(
        environment.cluster.version === undefined
          ? { code: "ES0133", problem, level: "warning" }
          : { code: "ES0132", problem },
      );
    }
    if (left > warningDays) return [];
    const problem = `Standard support of Kubernetes ${version} ends on ${standardSupportUntil}, in ${left} days.`;
    return found({ code: "ES0133", problem, level: "warning" });
  });

/** Overridden add-ons are known, their versions well formed, and kube-proxy fits the cluster. */
export const addOnsFit: Check = ({ environments }) =>
  environments.flatMap((environment) => {
    const version = environment.cluster.version ?? defaultKubernetesVersion;
    const known = Object.keys(
      (kubernetesVersions[version] ?? kubernetesVersions[defaultKubernetesVersion])?.addOns ?? {},
    );
    return Object.entries(environment.cluster.addOns).flatMap(([name, addOn]) => {
      const found = addOnProblem(name, addOn, version, known);
      return found ? [problemIn(environment, { at: ["cluster", "addOns", name], ...found })] : [];
    });
  });

function addOnProblem(
  name: string,
  addOn: string,
  kubernetes: string,
  known: readonly string[],
): Pick<Problem, "code" | "problem" | "hint"> | undefined {
  if (!known.includes(name)) {
    return {
      code: "ES0134",
      problem: `${name} is no add-on of this stack.`,
      hint: `Did you mean ${nearest(name, known) ?? known.join(", ")}?`,
    };
  }
  const minor = /^v(\d+\.\d+)\.\d+-eksbuild\.\d+$/.exec(addOn)?.[1];
  if (minor === undefined) {
    return { code: "ES0135", problem: `${addOn} is no add-on version.`, hint: "Write it as v1.2.3-eksbuild.4." };
  }
  if (name !== "kube-proxy" || minorNumber(minor) <= minorNumber(kubernetes)) return undefined;
  return {
    code: "ES0136",
    problem: `kube-proxy ${addOn} is newer than Kubernetes ${kubernetes}.`,
    hint: `Use a v${kubernetes}.* version, or leave it to the catalogue.`,
  };
}

/**
 * The engine's version is known and supported where an environment chose one. An old default is the catalogue's fault and no
 * environment's: it is a warning, once for all.
 */
export const enginesAreSupported: Check = ({ environments, now }) => {
  const supported = Object.entries(openTofuSupport)
    .filter(([, until]) => daysLeft(until, now) >= 0)
    .map(([minor]) => minor);
  const hint = `${choiceOf(supported)} Choose one that Spacelift offers, whose list may lack the newest.`;
  const chosen = environments.flatMap(({ name, spacelift }): Problem[] => {
    const version = spacelift.openTofu;
    if (version === undefined) return [];
    const place = { file: fileOf({ name }), at: ["spacelift", "openTofu"], hint };
    const until = openTofuSupport[minorOf(version)];
    if (until === undefined)
      return [{ ...place, code: "ES0137", problem: `OpenTofu ${version} is not in the catalogue.` }];
    if (daysLeft(until, now) < 0) {
      return [{ ...place, code: "ES0138", problem: `Support of OpenTofu ${version} ended on ${until}.` }];
    }
    return endingSoon(version, until, now).map((problem) => ({ ...place, ...problem }));
  });
  const place = { file: "src/configuration/versions.ts", at: ["defaultOpenTofuVersion"], hint };
  const byDefault = environments.some(({ spacelift }) => spacelift.openTofu === undefined)
    ? endingSoon(defaultOpenTofuVersion, openTofuSupport[minorOf(defaultOpenTofuVersion)] ?? "1970-01-01", now)
    : [];
  return [...byDefault.map((problem) => ({ ...place, ...problem })), ...chosen];
};

function endingSoon(version: string, until: string, now: Date): Pick<Problem, "code" | "problem" | "level">[] {
  const left = daysLeft(until, now);
  if (left > warningDays) return [];
  const end = left < 0 ? `ended on ${until}` : `ends on ${until}, in ${left} days`;
  return [{ code: "ES0139", problem: `Support of OpenTofu ${version} ${end}.`, level: "warning" }];
}

function choiceOf(supported: readonly string[]): string {
  return supported.length > 0
    ? `Supported: ${supported.join(", ")}.`
    : "Every version in src/configuration/versions.ts is past its support: add a newer one there.";
}

/** `1.12` of `1.12.6`. */
function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

function minorNumber(version: string): number {
  return Number(version.split(".")[1]);
}

function isPast(date: string, now: Date): boolean {
  return Date.parse(date) <= now.getTime();
}

/** Days from today to a day; negative when it has passed. */
function daysLeft(date: string, now: Date): number {
  return (Date.parse(date) - Date.parse(now.toISOString().slice(0, 10))) / day;
}
