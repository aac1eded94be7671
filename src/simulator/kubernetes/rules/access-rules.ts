import { rule } from "../../rule.ts";

const errors = "apimachinery, pkg/api/errors/errors.go";

/** What keeps a caller out of a cluster. */
export const accessRules = {
  unauthorized: rule({
    id: "kubernetes/unauthorized",
    operation: "any",
    code: "Unauthorized",
    http: 401,
    message: () => "Unauthorized",
    source: errors,
  }),
  forbidden: rule({
    id: "kubernetes/forbidden",
    operation: "any",
    code: "Forbidden",
    http: 403,
    message: (subject: string, user: string, verb: string, place: string) =>
      `${subject} is forbidden: User ${JSON.stringify(user)} cannot ${verb} ${place}`,
    source: `${errors}; tail from general knowledge`,
  }),
  unreachable: rule({
    id: "kubernetes/endpoint-unreachable",
    operation: "any",
    code: "Timeout",
    http: 504,
    message: (url: string, address: string) => `Get "${url}": dial tcp ${address}:443: i/o timeout`,
    source: "EKS UG, Cluster API server endpoint; words of Go's net package",
  }),
} as const;
