import { expect, test } from "vitest";
import { textAt } from "../../src/simulator/kubernetes/fields.ts";
import { clustersOf } from "../../src/simulator/world-clusters.ts";
import { applied, planned, said, succeed } from "./workspace.ts";

/** A cluster, and the three providers that work inside of it, in one configuration: nothing about the cluster is known in the plan. */
const cluster = `
terraform {
  required_providers {
    aws        = { source = "hashicorp/aws" }
    helm       = { source = "hashicorp/helm" }
    kubectl    = { source = "alekc/kubectl" }
    kubernetes = { source = "hashicorp/kubernetes" }
    random     = { source = "hashicorp/random" }
  }
}

provider "aws" {
  region = "us-east-1"
}

locals {
  arguments = ["eks", "get-token", "--cluster-name", aws_eks_cluster.main.name]
  authority = base64decode(aws_eks_cluster.main.certificate_authority[0].data)
}

provider "kubernetes" {
  host                   = aws_eks_cluster.main.endpoint
  cluster_ca_certificate = local.authority
  exec {
    api_version = "client.authentication.k8s.io/v1beta1"
    command     = "aws"
    args        = local.arguments
  }
}

provider "helm" {
  kubernetes = {
    host                   = aws_eks_cluster.main.endpoint
    cluster_ca_certificate = local.authority
    exec = {
      api_version = "client.authentication.k8s.io/v1beta1"
      command     = "aws"
      args        = local.arguments
    }
  }
}

provider "kubectl" {
  host                   = aws_eks_cluster.main.endpoint
  cluster_ca_certificate = local.authority
  load_config_file       = false
  lazy_load              = true
  exec {
    api_version = "client.authentication.k8s.io/v1beta1"
    command     = "aws"
    args        = local.arguments
  }
}

resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "main" {
  for_each          = { us-east-1a = "10.0.1.0/24", us-east-1b = "10.0.2.0/24" }
  vpc_id            = aws_vpc.main.id
  cidr_block        = each.value
  availability_zone = each.key
}

resource "aws_iam_role" "cluster" {
  name = "cluster"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "eks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "cluster" {
  role       = aws_iam_role.cluster.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
}

resource "aws_eks_cluster" "main" {
  name     = "main"
  version  = "1.35"
  role_arn = aws_iam_role.cluster.arn

  access_config {
    authentication_mode                         = "API"
    bootstrap_cluster_creator_admin_permissions = true
  }

  vpc_config {
    subnet_ids             = [for subnet in aws_subnet.main : subnet.id]
    endpoint_public_access = true
  }

  depends_on = [aws_iam_role_policy_attachment.cluster]
}
`;

const inside = `
ephemeral "random_password" "login" {
  length  = 24
  special = false
}

resource "kubernetes_namespace_v1" "team" {
  metadata {
    name = "team"
  }
}

resource "kubernetes_secret_v1" "login" {
  metadata {
    name      = "login"
    namespace = kubernetes_namespace_v1.team.metadata[0].name
  }
  data_wo          = { password = ephemeral.random_password.login.result }
  data_wo_revision = 1
}

resource "helm_release" "cert_manager" {
  name       = "cert-manager"
  namespace  = kubernetes_namespace_v1.team.metadata[0].name
  repository = "https://charts.jetstack.io"
  chart      = "cert-manager"
  wait       = false
  values     = [yamlencode({ crds = { enabled = true } })]

  # The chart checks its own API in a job, for which there is no node here.
  disable_webhooks = true
}

resource "kubectl_manifest" "issuer" {
  yaml_body = <<-YAML
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: notes
      namespace: \${kubernetes_namespace_v1.team.metadata[0].name}
    data:
      chart: \${helm_release.cert_manager.version}
  YAML
}
`;

/** Passwords that are in secrets of the cluster, read where the API server keeps them. */
function passwordIn(world: Parameters<typeof clustersOf>[0]): string {
  const place = { account: "123456789012", region: "us-east-1", name: "main" };
  const secret = clustersOf(world).of(place).store.find("/Secret", "team", "login");
  return Buffer.from(textAt(secret, "data.password"), "base64").toString();
}

test("a cluster and what is inside of it are made in one apply, settle, and go again", {
  timeout: 120_000,
}, async () => {
  const workspace = await applied(cluster + inside);
  expect(workspace.object("helm_release.cert_manager")).toMatchObject({ status: "deployed" });
  expect(workspace.object("kubectl_manifest.issuer")).toMatchObject({ id: "/api/v1/namespaces/team/configmaps/notes" });
  expect(planned(succeed(await workspace.plan()))).toEqual([]);
  succeed(await workspace.run("destroy", "-auto-approve", "-json", "-input=false", "-lock=false"));
  expect(workspace.objects()).toEqual([]);
});

test("an ephemeral password reaches the cluster, and neither the state nor the stored world holds it", {
  timeout: 120_000,
}, async () => {
  const workspace = await applied(cluster + inside);
  const password = passwordIn(workspace.world);
  expect(password).toMatch(/^[A-Za-z0-9]{24}$/);
  const encoded = Buffer.from(password).toString("base64");
  for (const stored of [workspace.storedState(), JSON.stringify(workspace.world.snapshot())]) {
    expect(stored).not.toContain(password);
    expect(stored).not.toContain(encoded);
  }
});

test("a manifest of a kind that the cluster does not know yet is an error of the plan", {
  timeout: 120_000,
}, async () => {
  const workspace = await applied(cluster);
  workspace.configure(`${cluster}
    resource "kubernetes_manifest" "issuer" {
      manifest = {
        apiVersion = "cert-manager.io/v1"
        kind       = "ClusterIssuer"
        metadata   = { name = "self-signed" }
        spec       = { selfSigned = {} }
      }
    }
  `);
  const ended = await workspace.plan();
  expect(ended.ok).toBe(false);
  expect(said(ended).join()).toContain('no matches for kind "ClusterIssuer" in group "cert-manager.io"');
});

test("a manifest is applied, settles, follows its configuration and goes", { timeout: 120_000 }, async () => {
  const manifest = (value: string) => `${cluster}
    resource "kubernetes_manifest" "settings" {
      manifest = {
        apiVersion = "v1"
        kind       = "ConfigMap"
        metadata   = { name = "settings", namespace = "default" }
        data       = { key = "${value}", count = "3" }
      }
    }
  `;
  const workspace = await applied(cluster);
  succeed(await workspace.apply(manifest("one")));
  expect(planned(succeed(await workspace.plan()))).toEqual([]);
  workspace.configure(manifest("two"));
  expect(planned(succeed(await workspace.plan()))).toEqual(["update kubernetes_manifest.settings"]);
  succeed(await workspace.apply());
  expect(planned(succeed(await workspace.plan()))).toEqual([]);
  succeed(await workspace.apply(cluster));
});
