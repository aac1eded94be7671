import type { Problem } from "../../../errors.ts";
import type { PlatformApplication } from "../application.ts";
import type { Contract } from "../contract.ts";
import { volumes } from "../needs.ts";
import { type ApplicationCheck, isBefore, type Planned, problemOf } from "./check.ts";

/** A contract with who keeps it. */
interface Given {
  readonly contract: Contract;
  /** The application that brings it; undefined for what the stacks make before all applications. */
  readonly by: PlatformApplication | undefined;
  /** Who it is, in a message. */
  readonly who: string;
}

const stack = "the deployments stack";

/** What an application uses is written by a stack or an application, and is there in time. */
export const contractsAreKept: ApplicationCheck = (planned) => {
  const given = givenIn(planned);
  return planned.applications.flatMap((application) =>
    application.uses.flatMap((use) => {
      const found = given.find(({ contract }) => same(contract, use));
      if (!found) return [broken(planned, application, use, given)];
      return isLate(found, application) ? [late(planned, application, use, found)] : [];
    }),
  );
};

/** Everything that the stacks and the applications of an environment write. */
function givenIn({ environment, applications }: Planned): Given[] {
  const byStack = (contract: Contract, of?: PlatformApplication): Given => ({
    contract,
    by: undefined,
    who: of ? `${of.name} (by ${stack})` : stack,
  });
  return [
    byStack(volumes),
    ...environment.mail.addresses.map((address) => byStack({ kind: "mail-sender", address })),
    ...applications.flatMap((application) => {
      const { namespace, otherNamespaces = [], secrets, identities, buckets, gives } = application;
      return [
        ...[namespace, ...otherNamespaces].map((name) => byStack({ kind: "namespace", name }, application)),
        ...secrets.flatMap(({ name, data }) =>
          Object.keys(data).map((key) => byStack({ kind: "secret", namespace, name, key }, application)),
        ),
        ...identities.map(({ serviceAccount }) =>
          byStack({ kind: "identity", namespace, serviceAccount }, application),
        ),
        ...buckets.map(({ name }) => byStack({ kind: "bucket", name }, application)),
        ...gives.map((contract) => ({ contract, by: application, who: application.name })),
      ];
    }),
    ...applications.flatMap(({ uses }) => sendersOf(environment.mail.domains, uses).map((use) => byStack(use))),
  ];
}

/** Addresses of domains that SES knows. */
function sendersOf(domains: readonly string[], uses: readonly Contract[]): Contract[] {
  return uses.filter(
    (use) => use.kind === "mail-sender" && domains.some((domain) => use.address.endsWith(`@${domain}`)),
  );
}

/** Needed while an application becomes healthy, and so before or together with it; the rest may come later. */
function isLate({ by }: Given, application: PlatformApplication): boolean {
  return by !== undefined && by.name !== application.name && !isBefore(by, application);
}

function broken(planned: Planned, application: PlatformApplication, use: Contract, given: readonly Given[]): Problem {
  const near = given.find(({ contract }) => isNear(contract, use));
  return problemOf(planned, application, {
    code: "ES0223",
    at: ["uses"],
    problem: `${application.name} uses ${textOf(use)}, which nobody writes.`,
    hint: near
      ? `${near.who} writes ${textOf(near.contract)}: let the two agree.`
      : "Let the application or stack that it comes from give it, or do without it.",
  });
}

function late(planned: Planned, application: PlatformApplication, use: Contract, { who, by }: Given): Problem {
  return problemOf(planned, application, {
    code: "ES0224",
    at: ["wave"],
    problem: `${application.name} (wave ${application.wave}) uses ${textOf(use)}, which ${who} (wave ${by?.wave}) writes no earlier.`,
    hint: `Put ${application.name} into a later wave than ${who}.`,
  });
}

function same(one: Contract, other: Contract): boolean {
  return textOf(one) === textOf(other);
}

/** The same thing but for one part: a key of the same secret, another port of the same service. */
function isNear(one: Contract, other: Contract): boolean {
  if (one.kind !== other.kind) return false;
  if (one.kind === "secret" && other.kind === "secret")
    return one.name === other.name || one.namespace === other.namespace;
  if (one.kind === "service" && other.kind === "service") return one.name === other.name;
  if (one.kind === "listener" && other.kind === "listener") return one.gateway === other.gateway;
  if (one.kind === "identity" && other.kind === "identity") return one.namespace === other.namespace;
  return true;
}

function textOf(contract: Contract): string {
  switch (contract.kind) {
    case "secret":
      return `the key ${contract.key} of the secret ${contract.namespace}/${contract.name}`;
    case "identity":
      return `AWS rights of the service account ${contract.namespace}/${contract.serviceAccount}`;
    case "service":
      return `the service ${contract.namespace}/${contract.name} at port ${contract.port}`;
    case "listener":
      return `the listener ${contract.section} of the Gateway ${contract.namespace}/${contract.gateway}`;
    case "mail-sender":
      return `mail as ${contract.address}`;
    case "namespace":
    case "bucket":
    case "host":
      return `the ${contract.kind} ${contract.name}`;
    case "storage-class":
      return `the storage class ${contract.name}`;
    case "cluster-issuer":
      return `the issuer ${contract.name}`;
  }
}
