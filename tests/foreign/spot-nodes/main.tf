terraform {
  required_version = ">= 1.11"

  required_providers {
    aws      = { source = "hashicorp/aws", version = ">= 6.0" }
    spotinst = { source = "spotinst/spotinst" }
  }
}

provider "aws" {
  region = "us-east-1"
}

# Account and token come from the environment.
provider "spotinst" {}

variable "max_size" {
  type    = number
  default = 10
}

locals {
  name  = "spot"
  zones = ["us-east-1a", "us-east-1b"]
}

resource "aws_vpc" "this" {
  cidr_block           = "10.30.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "this" {
  for_each = { for index, zone in local.zones : zone => index }

  vpc_id                  = aws_vpc.this.id
  availability_zone       = each.key
  cidr_block              = cidrsubnet(aws_vpc.this.cidr_block, 4, each.value)
  map_public_ip_on_launch = true
}

resource "aws_route_table" "this" {
  vpc_id = aws_vpc.this.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this.id
  }
}

resource "aws_route_table_association" "this" {
  for_each = aws_subnet.this

  subnet_id      = each.value.id
  route_table_id = aws_route_table.this.id
}

data "aws_iam_policy_document" "trust" {
  for_each = toset(["eks", "ec2"])

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["${each.key}.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "cluster" {
  name               = "${local.name}-cluster"
  assume_role_policy = data.aws_iam_policy_document.trust["eks"].json
}

resource "aws_iam_role_policy_attachment" "cluster" {
  role       = aws_iam_role.cluster.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
}

resource "aws_eks_cluster" "this" {
  name                          = local.name
  version                       = "1.35"
  role_arn                      = aws_iam_role.cluster.arn
  bootstrap_self_managed_addons = false

  access_config {
    authentication_mode = "API"
  }

  vpc_config {
    subnet_ids              = [for subnet in aws_subnet.this : subnet.id]
    endpoint_private_access = true
  }

  depends_on = [aws_iam_role_policy_attachment.cluster]
}

resource "aws_iam_role" "node" {
  name               = "${local.name}-node"
  assume_role_policy = data.aws_iam_policy_document.trust["ec2"].json
}

resource "aws_iam_role_policy_attachment" "node" {
  for_each = toset(["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryReadOnly"])

  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/${each.key}"
}

resource "aws_iam_instance_profile" "node" {
  name = "${local.name}-node"
  role = aws_iam_role.node.name
}

resource "aws_eks_access_entry" "node" {
  cluster_name  = aws_eks_cluster.this.name
  principal_arn = aws_iam_role.node.arn
  type          = "EC2_LINUX"
}

resource "aws_eks_addon" "network" {
  for_each = toset(["vpc-cni", "kube-proxy"])

  cluster_name = aws_eks_cluster.this.name
  addon_name   = each.key
}

data "aws_ssm_parameter" "image" {
  name = "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/recommended/image_id"
}

resource "spotinst_ocean_aws" "nodes" {
  name                 = local.name
  controller_id        = local.name
  region               = "us-east-1"
  image_id             = data.aws_ssm_parameter.image.insecure_value
  subnet_ids           = [for subnet in aws_subnet.this : subnet.id]
  security_groups      = [aws_eks_cluster.this.vpc_config[0].cluster_security_group_id]
  iam_instance_profile = aws_iam_instance_profile.node.arn
  desired_capacity     = 2
  max_size             = var.max_size

  user_data = <<-EOT
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary="//"

    --//
    Content-Type: application/node.eks.aws

    apiVersion: node.eks.aws/v1alpha1
    kind: NodeConfig
    spec:
      cluster:
        name: ${aws_eks_cluster.this.name}
        apiServerEndpoint: ${aws_eks_cluster.this.endpoint}
        certificateAuthority: ${aws_eks_cluster.this.certificate_authority[0].data}
        cidr: ${aws_eks_cluster.this.kubernetes_network_config[0].service_ipv4_cidr}

    --//--
  EOT

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_size = 40
      volume_type = "gp3"
      encrypted   = true
    }
  }

  filters {
    min_vcpu       = 2
    min_memory_gib = 8
    hypervisor     = ["nitro"]
  }

  tags {
    key   = "kubernetes.io/cluster/${local.name}"
    value = "owned"
  }

  depends_on = [aws_eks_access_entry.node, aws_iam_role_policy_attachment.node]
}

resource "spotinst_ocean_aws_launch_spec" "large" {
  ocean_id       = spotinst_ocean_aws.nodes.id
  name           = "large"
  instance_types = ["m5.xlarge"]

  create_options {
    initial_nodes = 1
  }

  delete_options {
    force_delete = true
    delete_nodes = true
  }

  labels {
    key   = "pool"
    value = "large"
  }
}

resource "aws_eks_addon" "dns" {
  cluster_name = aws_eks_cluster.this.name
  addon_name   = "coredns"

  depends_on = [spotinst_ocean_aws.nodes, aws_eks_addon.network]
}
