import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { configurationOf, soundDeclaration } from "../configuration/testing/declaration.ts";
import { expression } from "../modules/engine-text.ts";
import { Administrative } from "./administrative.ts";
import { environmentStacks } from "./environment-stacks.ts";
import { Synthesised } from "./testing/root-module.ts";

const configuration = configurationOf(soundDeclaration());
const { environments } = configuration;
const module = new Synthesised(new Administrative(configuration));
const stacks = module.resources("spacelift_stack");

/** Attachments of a kind, as pairs of what is attached and to which stack. */
function attached(type: string, argument: string): (readonly [stack: unknown, what: unknown])[] {
  return Object.values(module.resources(type)).map((body) => [body.stack_id, body[argument]] as const);
}

describe("policies", () => {
  // Defect 96: three policies existed and none was attached.
  test("are attached to every stack, each of them", () => {
    const policies = Object.keys(module.resources("spacelift_policy"));
    expect(policies).toEqual(["tags", "cost", "drift"]);
    const expected = Object.keys(stacks).flatMap((stack) =>
      policies.map(
        (policy) => `${expression(`spacelift_stack.${stack}.id`)} ${expression(`spacelift_policy.${policy}.id`)}`,
      ),
    );
    const found = attached("spacelift_policy_attachment", "policy_id").map((pair) => pair.join(" "));
    expect(found.sort()).toEqual(expected.sort());
  });

  // Defect 101: Rego of before version 1.
  test("are plan policies in the language's first version", () => {
    for (const body of Object.values(module.resources("spacelift_policy"))) {
      expect(body).toMatchObject({ type: "PLAN", engine_type: "REGO_V1", space_id: "root" });
    }
  });

  test("reach Spacelift as they are written: the engine finds nothing in them to evaluate", () => {
    const sources = readdirSync("policies/plan").filter((name) => !name.endsWith("_test.rego"));
    const asTheEngineReads = Object.values(module.resources("spacelift_policy")).map(({ body }) =>
      String(body).replace(/([$%])\1\{/g, "$1{"),
    );
    expect(asTheEngineReads.sort()).toEqual(
      sources.map((name) => readFileSync(`policies/plan/${name}`, "utf8")).sort(),
    );
    for (const { body } of Object.values(module.resources("spacelift_policy"))) {
      expect(String(body).replace(/([$%])\1\{/g, "")).not.toMatch(/[$%]\{/);
    }
  });
});

// Defect 99: a policy spoke of drift that nobody looked for.
test("drift is looked for in every stack, and undone in none that is protected", () => {
  const schedules = module.resources("spacelift_drift_detection");
  expect(
    Object.values(schedules)
      .map(({ stack_id }) => stack_id)
      .sort(),
  ).toEqual(
    Object.keys(stacks)
      .map((name) => expression(`spacelift_stack.${name}.id`))
      .sort(),
  );
  const reconciled = Object.entries(schedules)
    .filter(([, { reconcile }]) => reconcile)
    .map(([name]) => name);
  expect(reconciled.filter((name) => /^(production|administrative)/.test(name))).toEqual([]);
  expect(reconciled).toHaveLength(2 * environmentStacks.length);
});

describe("AWS integrations", () => {
  // Defects 8 and 10: plans had the rights of applies.
  test("are two for each account: one whose role plans, and one whose role applies", () => {
    const roles = Object.entries(module.resources("spacelift_aws_integration")).map(([key, body]) => [
      key,
      body.name,
      body.role_arn,
    ]);
    expect(roles).toEqual([
      ["development_plan", "example-dev-integration-plan", "arn:aws:iam::111111111111:role/spacelift-plan-role"],
      ["development", "example-dev-integration", "arn:aws:iam::111111111111:role/ci-apply"],
      ["production_plan", "example-prod-integration-plan", "arn:aws:iam::222222222222:role/spacelift-plan-role"],
      ["production", "example-prod-integration", "arn:aws:iam::222222222222:role/ci-apply"],
    ]);
  });

  test("give credentials for an hour at most, made by Spacelift and not in a worker", () => {
    for (const body of Object.values(module.resources("spacelift_aws_integration"))) {
      expect(body).toMatchObject({ duration_seconds: 3600, generate_credentials_in_worker: false });
    }
  });

  test("serve each stack with those of its environment's account, one to read and one to write", () => {
    const uses = Object.values(module.resources("spacelift_aws_integration_attachment")).filter(
      ({ stack_id }) => stack_id === expression("spacelift_stack.staging_kubernetes_infrastructure.id"),
    );
    expect(uses.map(({ integration_id, read, write }) => [integration_id, read, write])).toEqual([
      [expression("spacelift_aws_integration.production_plan.id"), true, false],
      [expression("spacelift_aws_integration.production.id"), false, true],
    ]);
    expect(attached("spacelift_aws_integration_attachment", "read")).toHaveLength(
      2 * environmentStacks.length * environments.length,
    );
  });
});

describe("the kubeconfig", () => {
  test("is written before every phase that may begin in a new container", () => {
    const {
      name: _name,
      description: _description,
      labels: _labels,
      space_id: _space,
      ...hooks
    } = module.resource("spacelift_context.kubeconfig");
    expect(Object.keys(hooks).sort()).toEqual([
      "before_apply",
      "before_destroy",
      "before_init",
      "before_perform",
      "before_plan",
    ]);
    for (const commands of Object.values(hooks)) {
      expect(commands).toEqual(['aws eks update-kubeconfig --region "$REGION" --name "$CLUSTER_NAME"']);
    }
  });

  // Defect 104: the context was attached by an id written out.
  test("is attached to the stacks that need it, by reference", () => {
    expect(attached("spacelift_context_attachment", "context_id")).toEqual(
      environments.map(({ name }) => [
        expression(`spacelift_stack.${name}_kubernetes_deployments.id`),
        expression("spacelift_context.kubeconfig.id"),
      ]),
    );
  });
});

describe("dependencies", () => {
  const references = module.resources("spacelift_stack_dependency_reference");

  test("run each environment's deployments after its own infrastructure", () => {
    expect(attached("spacelift_stack_dependency", "depends_on_stack_id")).toEqual(
      environments.map(({ name }) => [
        expression(`spacelift_stack.${name}_kubernetes_deployments.id`),
        expression(`spacelift_stack.${name}_kubernetes_infrastructure.id`),
      ]),
    );
  });

  // Defect 105: two of nine references did not trigger.
  test("hand over every reference on every run", () => {
    expect(Object.values(references).map(({ trigger_always }) => trigger_always)).not.toContain(false);
    expect(Object.keys(references)).toHaveLength(11 * environments.length);
  });

  test("give the kubeconfig hooks their two variables, and the rest as input variables", () => {
    const inputs = Object.values(references)
      .filter(({ stack_dependency_id }) => String(stack_dependency_id).includes("development"))
      .map(({ output_name, input_name }) => [output_name, input_name]);
    expect(Object.fromEntries(inputs)).toEqual({
      region: "REGION",
      cluster_name: "CLUSTER_NAME",
      cluster_endpoint: "TF_VAR_cluster_endpoint",
      cluster_certificate_authority_data: "TF_VAR_cluster_certificate_authority_data",
      cluster_service_cidr: "TF_VAR_cluster_service_cidr",
      vpc_id: "TF_VAR_vpc_id",
      private_subnet_ids_eks_worker_nodes: "TF_VAR_private_subnet_ids_eks_worker_nodes",
      node_security_group_id: "TF_VAR_node_security_group_id",
      pod_to_node_dns_sg_id: "TF_VAR_pod_to_node_dns_sg_id",
      cluster_oidc_provider_arn: "TF_VAR_cluster_oidc_provider_arn",
      mail_sender_policy_arn: "TF_VAR_mail_sender_policy_arn",
    });
  });
});
