import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { policyOf } from "../../src/stacks/testing/root-module.ts";

// What was reviewed and runs: the files themselves, of every environment.

interface Resource {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Statement {
  readonly Effect: string;
  readonly Principal?: Readonly<Record<string, unknown>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: unknown;
}

const environments = ["development", "staging", "production"];
const stacks = ["auth0", "kubernetes-infrastructure", "kubernetes-deployments"];

function resourcesOf(environment: string): readonly Resource[] {
  return stacks.flatMap((stack) => {
    const module = JSON.parse(readFileSync(`rendered/${environment}/${stack}/main.tf.json`, "utf8"));
    const byType = Object.entries(module.resource as Record<string, Record<string, Resource["body"]>>);
    return byType.flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, body]) => ({ stack, type, name, body })),
    );
  });
}

const statementsIn = (document: unknown) => policyOf(document as string).Statement as unknown as readonly Statement[];
const list = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : [value].flat();

describe.each(environments)("in %s", (environment) => {
  const resources = resourcesOf(environment);
  const ofType = (...types: readonly string[]) => resources.filter(({ type }) => types.includes(type));

  // Defects 1, 8 and L2: roles that every workload could take, without a limit to what may be given to them.
  test("every role is bounded, and trusted on behalf of somebody in particular", () => {
    const roles = ofType("aws_iam_role");
    expect(roles.length).toBeGreaterThan(6);
    // Instances and control planes bring nothing that a condition could name before they exist.
    const always = ["ec2.amazonaws.com", "eks.amazonaws.com"];
    for (const { name, body } of roles) {
      expect(body.permissions_boundary, name).toMatch(/:policy\/eks-stack-boundary$/);
      for (const { Principal, Condition } of statementsIn(body.assume_role_policy)) {
        expect(Condition !== undefined || always.includes(String(Principal?.Service)), name).toBe(true);
      }
    }
  });

  // Defects 2, 4, 7 and 19: rights on everything, and on secrets of others.
  test("no role has a right on everything, and secrets are those of its own cluster", () => {
    const cluster = String(ofType("aws_eks_cluster")[0]?.body.name);
    const policies = ofType("aws_iam_policy", "aws_iam_role_policy");
    expect(policies.length).toBeGreaterThan(6);
    for (const { name, body } of policies) {
      for (const { Effect, Action, Resource } of statementsIn(body.policy)) {
        expect(Effect, name).toBe("Allow");
        expect(
          list(Action).filter((one) => /^\*$|:\*$/.test(one)),
          name,
        ).toEqual([]);
        expect(list(Resource), name).not.toContain("*");
        const secrets = list(Resource).filter((one) => one.startsWith("arn:aws:secretsmanager:"));
        expect(
          secrets.filter((one) => !one.includes(`:secret:${cluster}/`)),
          name,
        ).toEqual([]);
      }
    }
    const attached = ofType("aws_iam_role_policy_attachment").map(({ body }) => String(body.policy_arn));
    expect(attached.filter((arn) => /SecretsManager|FullAccess|Administrator|PowerUser/.test(arn))).toEqual([]);
  });

  // Defects 17, 37 and L1: policies that let everybody in, or nobody.
  test("a policy that speaks of everybody denies, or says of whom", () => {
    const policies = resources.filter(({ type, body }) => !/iam/.test(type) && typeof body.policy === "string");
    expect(policies.length).toBeGreaterThan(2);
    for (const { name, body } of policies) {
      for (const { Effect, Principal, Condition } of statementsIn(body.policy)) {
        const everybody = list(Principal?.AWS as string | undefined).includes("*");
        expect(!everybody || Effect === "Deny" || Condition !== undefined, name).toBe(true);
      }
    }
  });

  // Defects 11, 18 and 25: open to the whole internet.
  test("no security group lets the whole internet in, and the API answers named networks", () => {
    const rules = ofType("aws_vpc_security_group_ingress_rule", "aws_security_group");
    expect(rules.length).toBeGreaterThan(1);
    for (const { name, body } of rules)
      expect(JSON.stringify([body.cidr_ipv4, body.cidr_ipv6, body.ingress]), name).not.toMatch(/"(0\.0\.0\.0|::)\/0"/);
    const [cluster] = ofType("aws_eks_cluster");
    expect(JSON.stringify(cluster?.body.vpc_config)).toMatch(/"public_access_cidrs":\["\d/);
    expect(JSON.stringify(cluster?.body.vpc_config)).not.toContain("0.0.0.0/0");
  });

  // Defects 37 and 39: a bucket is not closed by being made.
  test("every bucket has all that closes it", () => {
    const companions = [
      "aws_s3_bucket_public_access_block",
      "aws_s3_bucket_ownership_controls",
      "aws_s3_bucket_server_side_encryption_configuration",
      "aws_s3_bucket_policy",
      "aws_s3_bucket_versioning",
      "aws_s3_bucket_lifecycle_configuration",
    ];
    const buckets = ofType("aws_s3_bucket");
    expect(buckets.map(({ name }) => name)).toEqual([
      "airflow_database_backup",
      "clickhouse_backup",
      "clickhouse_cold",
    ]);
    for (const { name } of buckets) {
      for (const type of companions) {
        const found = ofType(type).some(({ body }) => body.bucket === `\${aws_s3_bucket.${name}.id}`);
        expect(found, `${type} of ${name}`).toBe(true);
      }
    }
  });

  // Defects 59, 62, 63, 66 and 84: applications that nothing limited, at versions that floated.
  test("every application is limited by a project, pinned, applied by the server, and takes with it what it brought", () => {
    const folder = `rendered/${environment}/gitops/argo-cd`;
    const applications = readdirSync(folder).flatMap((file) =>
      parseAllDocuments(readFileSync(join(folder, file), "utf8")).map((document) => document.toJS()),
    );
    expect(applications.length).toBeGreaterThan(8);
    for (const { metadata, spec } of applications) {
      expect(spec.project, metadata.name).not.toBe("default");
      expect(metadata.finalizers, metadata.name).toEqual(["resources-finalizer.argocd.argoproj.io"]);
      expect(spec.syncPolicy.syncOptions, metadata.name).toContain("ServerSideApply=true");
      for (const { chart, targetRevision } of spec.sources) {
        if (chart !== undefined) expect(targetRevision, metadata.name).toMatch(/^v?\d+\.\d+\.\d+$/);
      }
    }
    for (const { name, body } of ofType("helm_release")) expect(body.version, name).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
