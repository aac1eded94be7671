import { type Check, problemIn } from "./check.ts";

/** Zone letters that AWS offers, by Region. Source: AWS global infrastructure pages. */
const zones: Readonly<Record<string, string>> = {
  "us-east-1": "abcdef",
  "us-east-2": "abc",
  "us-west-1": "ac",
  "us-west-2": "abcd",
  "ca-central-1": "abd",
  "eu-central-1": "abc",
  "eu-west-1": "abc",
  "eu-west-2": "abc",
};

/** Zones in which EKS makes no control plane, by letter in the usual mapping. Source: EKS User Guide, "subnet requirements". */
const withoutControlPlane: Readonly<Record<string, string>> = { "us-east-1": "e" };

/** The Region is known, and every zone belongs to it. */
export const zonesAreInRegion: Check = ({ environments }) =>
  environments.flatMap((environment) => {
    const { region, network } = environment;
    const offered = zones[region];
    if (offered === undefined) {
      const problem = `The zones of ${region} are not known here.`;
      return [
        problemIn(environment, {
          code: "ES0110",
          at: ["region"],
          problem,
          hint: `Use one of ${Object.keys(zones).join(", ")}, or add the Region to src/configuration/checks/zones.ts.`,
        }),
      ];
    }
    return Object.entries(network.subnets).flatMap(([role, byZone]) =>
      Object.keys(byZone)
        .filter(
          (letter) =>
            !offered.includes(letter) || (role === "controlPlane" && withoutControlPlane[region]?.includes(letter)),
        )
        .map((letter) =>
          problemIn(environment, {
            code: "ES0111",
            at: ["network", "subnets", role, letter],
            problem: `${region} has no zone ${letter}${offered.includes(letter) ? " for a control plane" : ""}.`,
            hint: `Zones of ${region}: ${[...offered].join(", ")}.`,
          }),
        ),
    );
  });

/** EKS wants the control plane in two zones, and every worker zone needs a way out. */
export const zonesAreEnough: Check = ({ environments }) =>
  environments.flatMap((environment) => {
    const { controlPlane, workers, public: open } = environment.network.subnets;
    const problems = [];
    if (Object.keys(controlPlane).length < 2) {
      problems.push(
        problemIn(environment, {
          code: "ES0112",
          at: ["network", "subnets", "controlPlane"],
          problem: "The control plane has subnets in fewer than two zones; EKS refuses that.",
          hint: "Add a subnet in another zone.",
        }),
      );
    }
    if (Object.keys(workers).length === 0) {
      problems.push(
        problemIn(environment, {
          code: "ES0113",
          at: ["network", "subnets", "workers"],
          problem: "There is no subnet for workers.",
          hint: "Add one in each zone that is to hold nodes.",
        }),
      );
    }
    const ways = Object.keys(open);
    const missing =
      environment.network.nat === "per-zone" ? Object.keys(workers).filter((zone) => !ways.includes(zone)) : [];
    if (ways.length === 0 || missing.length > 0) {
      problems.push(
        problemIn(environment, {
          code: "ES0114",
          at: ["network", "subnets", "public"],
          problem:
            ways.length === 0
              ? "There is no public subnet for a NAT gateway."
              : `Zone ${missing.join(", ")} has workers but no public subnet for its NAT gateway.`,
          hint:
            ways.length === 0 ? "Add a public subnet." : 'Add a public subnet there, or set network.nat to "single".',
        }),
      );
    }
    return problems;
  });
