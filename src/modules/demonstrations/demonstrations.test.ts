import { describe, expect, test } from "vitest";
import { configurationOf, soundDeclaration } from "../../configuration/testing/declaration.ts";
import { gitOpsFilesOf } from "../../stacks/applications.ts";
import { KubernetesDeployments } from "../../stacks/kubernetes-deployments.ts";
import { Synthesised } from "../../stacks/testing/root-module.ts";
import { problemsIn, soundPlan } from "../gitops/testing/planned.ts";
import { application, applications, type Change, declared, objects, objectsOf } from "../gitops/testing/rendered.ts";

const both: Change = ({ development }) => {
  development.optional = { demonstrations: { networkPolicies: true, podSecurityGroups: true } };
};

const names = ["network-policy-demonstration", "pod-security-group-demonstration"];

function deployments(change: Change): Synthesised {
  const declaration = soundDeclaration();
  change(declaration);
  const [development] = configurationOf(declaration).environments;
  if (!development) throw new RangeError("nothing is declared");
  return new Synthesised(new KubernetesDeployments(development));
}

test("no two objects of a demonstration share a file", () => {
  const paths = gitOpsFilesOf(declared(both)).map(({ path }) => path);
  expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([]);
});

test("demonstrations run only where they are asked for, and can run side by side", () => {
  expect(applications().filter(({ project }) => project === "demonstrations")).toEqual([]);
  expect(
    applications(both)
      .filter(({ project }) => project === "demonstrations")
      .map(({ name }) => name),
  ).toEqual(names);
  expect(problemsIn(soundPlan(both))).toEqual([]);
});

// Defect 112: namespaces were texts, and their objects came before them.
test("the namespaces stand before anything that lives in them", () => {
  const module = deployments(both);
  const made = Object.keys(module.resources("kubernetes_namespace_v1"));
  const used = objects(both).flatMap(({ metadata }) =>
    /^(policies|groups)-/.test(metadata.namespace ?? "") ? [metadata.namespace ?? ""] : [],
  );
  expect(new Set(used).size).toBe(6);
  expect([...new Set(used)].map((name) => name.replaceAll("-", "_")).filter((name) => !made.includes(name))).toEqual(
    [],
  );
});

// Defect 113: images of 2017 that were pulled at every start, and the address of the office as default.
test("images are pinned, and no address of anybody stands in a demonstration", () => {
  const own = names.flatMap((name) => application(name, both).manifests);
  const images = own.flatMap((object) => JSON.stringify(object).match(/"image":"[^"]+"/g) ?? []);
  expect(images).toHaveLength(16);
  for (const image of images) expect(image).toMatch(/:\d+\.\d+"$/);
  expect(JSON.stringify(own)).not.toMatch(/imagePullPolicy|\d+\.\d+\.\d+\.\d+\/\d+|LoadBalancer/);
});

// Defect 111: it referred to a data source that was not declared.
describe("network policies", () => {
  const policies = objectsOf("NetworkPolicy", both);
  const specOf = (name: string) => policies.find(({ metadata }) => metadata.name === name)?.spec;

  test("let nothing through by default in both guarded namespaces, in either direction", () => {
    const denying = policies.filter(({ metadata }) => metadata.name.startsWith("default-deny"));
    expect(denying.map(({ metadata }) => metadata.namespace)).toEqual(["policies-stars", "policies-client"]);
    for (const { spec } of denying) expect(spec).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  });

  test("open the way from client to frontend to backend, and none past it", () => {
    expect(specOf("backend")).toMatchObject({
      policyTypes: ["Ingress"],
      ingress: [{ from: [{ podSelector: { matchLabels: { role: "frontend" } } }], ports: [{ port: 6379 }] }],
    });
    expect(specOf("frontend")).toMatchObject({
      policyTypes: ["Ingress", "Egress"],
      egress: [{ to: [{ podSelector: { matchLabels: { role: "backend" } } }], ports: [{ port: 6379 }] }],
    });
    expect(specOf("client")).toMatchObject({ policyTypes: ["Egress"], egress: [{ ports: [{ port: 80 }] }] });
  });
});

// Defect 114: an object whose kind had to be there when it was planned.
describe("security groups of pods", () => {
  const module = deployments(both);

  test("are given by manifests that need their kind only when they are applied, before the pods", () => {
    const given = Object.entries(module.resources("kubectl_manifest")).filter(([name]) => name.startsWith("groups_of"));
    expect(given.map(([name]) => name)).toEqual([
      "groups_of_frontend",
      "groups_of_backend",
      "groups_of_client",
      "groups_of_observer",
    ]);
    for (const [, { yaml_body, depends_on }] of given) {
      expect(String(yaml_body)).toContain("aws_security_group.demonstration.id");
      expect(String(yaml_body)).toContain("var.pod_to_node_dns_sg_id");
      expect(depends_on).toContain("kubernetes_namespace_v1.groups_stars");
    }
    expect(module.resource("kubectl_manifest.root_application").depends_on).toContain(
      "kubectl_manifest.groups_of_backend",
    );
  });

  test("let the programs reach each other and the nodes look after them, and open nothing to an address", () => {
    const rules = [
      ...Object.values(module.resources("aws_vpc_security_group_ingress_rule")),
      ...Object.values(module.resources("aws_vpc_security_group_egress_rule")),
    ].filter(({ security_group_id }) => String(security_group_id).includes("demonstration"));
    expect(rules).toHaveLength(3);
    for (const rule of rules) expect(rule.cidr_ipv4).toBeUndefined();
  });

  test("are not made where nobody asked for them", () => {
    expect(
      deployments(() => {})
        .addresses()
        .filter((address) => /security_group.*demonstration|groups_of/.test(address)),
    ).toEqual([]);
  });
});
