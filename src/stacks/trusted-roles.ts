import type { Problem } from "../errors.ts";
import type { RootModule, RootModuleValue } from "./platform-stack.ts";

/** One statement of a trust policy as far as it is looked at here. */
interface Statement {
  readonly Effect?: string;
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * The roles of a rendered stack that more may assume than who is meant: anybody, a whole account, every pod, every service account of
 * a cluster.
 *
 * @param place environment and stack, for the path of a problem
 */
export function rolesTrustedTooWidely(place: readonly string[], { resource }: RootModule): Problem[] {
  return Object.entries(objectOf(objectOf(resource).aws_iam_role)).flatMap(([name, role]) =>
    statementsOf(objectOf(role).assume_role_policy).flatMap((statement) => {
      const who = tooMany(statement);
      if (who === undefined) return [];
      return [
        {
          code: "ES0231",
          at: [...place, `aws_iam_role.${name}`, "assume_role_policy"],
          problem: `The role ${name} may be assumed by ${who}.`,
          hint: "Name the one service, service account or principal that needs it: the functions of src/modules/iam/ do.",
        },
      ];
    }),
  );
}

/** Who may assume a role by a statement, where that is more than one can tell. */
function tooMany({ Effect, Principal = {}, Condition = {} }: Statement): string | undefined {
  if (Effect !== "Allow") return undefined;
  const principals = typeof Principal === "string" ? { AWS: Principal } : Principal;
  const aws = listOf(principals.AWS);
  if (aws.includes("*")) return "anybody";
  const accounts = aws.filter((arn) => /^(\d{12}|arn:aws:iam::\d{12}:root)$/.test(arn));
  const isAgreed = equalsIn(Condition, "sts:ExternalId").length > 0;
  if (accounts.length > 0 && !isAgreed) return `everybody in the account ${accounts.join(", ")}`;
  const services = listOf(principals.Service);
  const pods = [equalsIn(Condition, "kubernetes-namespace"), equalsIn(Condition, "kubernetes-service-account")];
  if (services.includes("pods.eks.amazonaws.com") && pods.some(({ length }) => length === 0)) {
    return "pods of every service account";
  }
  const subjects = equalsIn(Condition, ":sub");
  const isOpen = subjects.length === 0 || subjects.some((subject) => subject.includes("*"));
  return listOf(principals.Federated).length > 0 && isOpen
    ? "every service account that its provider vouches for"
    : undefined;
}

/** Values that a condition key must equal; keys end as given. */
function equalsIn(condition: NonNullable<Statement["Condition"]>, ending: string): readonly string[] {
  return Object.entries(condition.StringEquals ?? {}).flatMap(([key, value]) =>
    key.endsWith(ending) ? listOf(value) : [],
  );
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

/** The statements of a policy document; the engine's expressions in it stay what they are. */
function statementsOf(document: RootModuleValue | undefined): readonly Statement[] {
  if (typeof document !== "string") return [];
  const text = document.replace(/\$\{[^}]*\}/g, (expression) => JSON.stringify(expression).slice(1, -1));
  const { Statement: statements = [] } = JSON.parse(text) as { Statement?: Statement | readonly Statement[] };
  return Array.isArray(statements) ? statements : [statements as Statement];
}

function objectOf(value: RootModuleValue | undefined): RootModule {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
