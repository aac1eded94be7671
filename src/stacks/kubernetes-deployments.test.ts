import { describe, expect, test } from "vitest";
import { configurationOf, type Declaration, soundDeclaration } from "../configuration/testing/declaration.ts";
import { gitOpsFilesOf } from "./applications.ts";
import { environmentStacks } from "./environment-stacks.ts";
import { Synthesised } from "./testing/root-module.ts";

const [infrastructure, deployments] = environmentStacks;

function both(change: (declaration: Declaration) => void = () => {}): {
  from: Synthesised;
  to: Synthesised;
  inputs: string[];
} {
  const declaration = soundDeclaration();
  change(declaration);
  const [development] = configurationOf(declaration).environments;
  if (!development || !infrastructure || !deployments)
    throw new RangeError("the sound declaration lacks an environment");
  return {
    from: new Synthesised(infrastructure.build(development)),
    to: new Synthesised(deployments.build(development)),
    inputs: deployments.dependencies
      .flatMap(({ references }) => references(development))
      .map(({ variable }) => variable),
  };
}

describe("what the infrastructure hands over", () => {
  test.each([
    ["with mail", () => {}],
    ["without mail", ({ development }: Declaration) => Object.assign(development, { mail: {} })],
  ])("is exactly what the deployments take, %s", (_how, change) => {
    const { from, to, inputs } = both(change);
    const variables = Object.keys(to.blocks("variable"));
    expect(inputs.filter((name) => name.startsWith("TF_VAR_")).map((name) => name.slice("TF_VAR_".length))).toEqual(
      variables,
    );
    expect(Object.keys(from.blocks("output"))).toEqual(expect.arrayContaining(variables));
  });

  // Defect 107: inputs that nothing read.
  test("is all used", () => {
    const { to } = both();
    const text = JSON.stringify({ ...to.module, variable: undefined });
    for (const name of Object.keys(to.blocks("variable"))) expect(text).toContain(`var.${name}`);
  });

  test("has a type and no default: a run without it fails instead of guessing", () => {
    for (const variable of Object.values(both().to.blocks("variable"))) {
      expect(variable.default).toBeUndefined();
      expect(variable.nullable).toBe(false);
      expect(variable.type).toMatch(/^(string|list\(string\))$/);
    }
  });
});

test("the deployments stop at a cluster that is not active or not in the network that was handed over", () => {
  const cluster = both().to.blocks("data").aws_eks_cluster?.cluster;
  expect(JSON.stringify(cluster)).toContain("The cluster k8-development is not active.");
  expect(JSON.stringify(cluster)).toContain("is not in the VPC that was handed over");
});

describe("the order of the deployments", () => {
  const { to } = both();

  // Defect 74: nothing waited for nodes, names or volumes.
  test("is nodes, add-ons, storage and controllers, and then what runs on them", () => {
    const waitsFor = (address: string) => to.resource(address).depends_on;
    expect(waitsFor("aws_eks_addon.coredns")).toEqual(["spotinst_ocean_aws.nodes"]);
    expect(waitsFor("kubernetes_storage_class_v1.gp3")).toEqual(["aws_eks_addon.aws_ebs_csi_driver"]);
    const ready = ["aws_eks_addon.coredns", "time_sleep.volume_removal", "helm_release.ocean_controller"];
    expect(waitsFor("helm_release.argo_cd")).toEqual(ready);
    expect(waitsFor("helm_release.flux")).toEqual(ready);
    expect(waitsFor("kubernetes_namespace_v1.airflow")).toEqual(ready);
  });

  // Defect 47: objects of Flux came before Flux.
  test("has the objects of each engine behind that engine", () => {
    expect(to.resource("kubectl_manifest.root_source").depends_on).toContain("helm_release.flux");
    expect(to.resource("kubectl_manifest.root_kustomization").depends_on).toContain("kubectl_manifest.root_source");
    expect(to.resource("kubectl_manifest.project_data").depends_on).toContain("helm_release.argo_cd");
  });

  // Defect 48: secrets and config maps could come before their namespaces.
  test("has every secret behind its namespace, by reference", () => {
    const secrets = Object.values(to.resources("kubernetes_secret_v1"));
    expect(secrets.length).toBeGreaterThan(8);
    for (const { metadata } of secrets) {
      expect((metadata as { namespace: string }).namespace).toMatch(
        /^\$\{kubernetes_namespace_v1\.\w+\.metadata\[0\]\.name\}$/,
      );
    }
  });
});

describe("what the deployments keep to themselves", () => {
  const { to } = both();
  const { ephemeral, ...kept } = to.module;

  // Defect 83: the token was read twice, and stood in the values of a chart.
  test("is Spot's token: read once, into a provider and a secret that no state holds", () => {
    expect(ephemeral).toMatchObject({
      aws_secretsmanager_secret_version: { spot_token: { secret_id: "spotinst_token" } },
    });
    const reference = "ephemeral.aws_secretsmanager_secret_version.spot_token";
    const readers = to.all().filter(([, body]) => JSON.stringify(body).includes(reference));
    expect(readers.map(([address]) => address)).toEqual(["kubernetes_secret_v1.spot_token"]);
    const [values] = to.resource("helm_release.ocean_controller").values as string[];
    expect(JSON.parse(values ?? "").spotinst).not.toHaveProperty("token");
    // Its controller reads the token when it starts.
    expect(JSON.parse(values ?? "").podAnnotations).toEqual({ "token-revision": "1" });
  });

  // Defects 71 and 110: passwords in the state.
  test("is every password: what is drawn goes into write-only arguments and nowhere else", () => {
    expect(kept.resource).not.toHaveProperty("random_password");
    for (const [address, { data_wo, ...others }] of to.all()) {
      expect(JSON.stringify(others), address).not.toContain("ephemeral.");
      if (address.startsWith("kubernetes_secret")) expect(others.data, address).toBeUndefined();
    }
  });
});

// Defect 106: a kubeconfig from a hook, a host and a token that expired after 15 minutes, all at once.
test("the three providers of the cluster ask for a token when they need one, and read no file", () => {
  const provider = (name: string) => JSON.stringify((both().to.module.provider as never)[name]);
  for (const name of ["kubernetes", "helm", "kubectl"]) {
    expect(provider(name), name).toContain('"eks","get-token","--cluster-name","k8-development"');
    expect(provider(name), name).not.toMatch(/config_path|"token"/);
  }
});

// Defects 91, 92 and L12: providers without a version, an unmaintained one, and a pin of one that was not used.
test("each provider has one source and an exact version", () => {
  const { required_providers } = both().to.module.terraform as unknown as {
    required_providers: Record<string, { source: string; version: string }>;
  };
  for (const [name, { version }] of Object.entries(required_providers))
    expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
  expect(required_providers.spotinst?.source).toBe("spotinst/spotinst");
  expect(required_providers.kubectl?.source).toBe("alekc/kubectl");
  expect(Object.keys(required_providers).sort()).toEqual(Object.keys(both().to.module.provider as object).sort());
});

// Defect 82: resources that were called a1 and example.
test("every resource is called after what it is", () => {
  for (const address of both().to.addresses()) expect(address).not.toMatch(/\.([a-z]\d?|example|test|this|main)(_|$)/);
});

// Defects 26 and 27: one Region stood in modules and values, and a stack ran on its default.
test("everything in the cluster follows the Region of its environment", () => {
  const declaration = soundDeclaration();
  declaration.development.region = "us-west-2";
  Object.assign(declaration.development, { applications: { signoz: { alertSender: "development@example.org" } } });
  Object.assign(declaration.organization.accounts.development ?? {}, {
    jsonSecrets: { "k8-development/ses-smtp": ["username", "password"] },
  });
  const [development] = configurationOf(declaration).environments;
  if (!development) throw new RangeError("the sound declaration lacks an environment");
  const rendered = JSON.stringify([
    ...environmentStacks.map(({ build }) => build(development).toTerraform()),
    gitOpsFilesOf(development),
  ]);
  expect(rendered).toContain("us-west-2");
  expect(rendered).not.toContain("us-east-1");
});
