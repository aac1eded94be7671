terraform {
  required_version = ">= 1.11"

  required_providers {
    aws       = { source = "hashicorp/aws", version = ">= 6.0" }
    tls       = { source = "hashicorp/tls", version = ">= 4.0" }
    time      = { source = "hashicorp/time", version = ">= 0.9" }
    cloudinit = { source = "hashicorp/cloudinit", version = ">= 2.0" }
    random    = { source = "hashicorp/random" }
  }
}

provider "aws" {
  region = local.region

  default_tags {
    tags = {
      Project   = "foreign"
      ManagedBy = "terraform"
    }
  }
}

variable "third_intra_subnet" {
  description = "CIDR of one more intra subnet, for the case that overlaps another."
  type        = string
  default     = null
}

variable "node_labels" {
  type    = map(string)
  default = { pool = "default" }
}

variable "without_nodes" {
  description = "Leaves the node groups out."
  type        = bool
  default     = false
}

data "aws_availability_zones" "available" {
  state = "available"

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

resource "random_string" "suffix" {
  length  = 5
  special = false
  upper   = false
}

locals {
  name   = "foreign-${random_string.suffix.result}"
  region = "eu-west-1"
  cidr   = "10.20.0.0/16"
  zones  = slice(data.aws_availability_zones.available.names, 0, 3)
}

module "vpc" {
  source = "./modules/vpc"

  name  = local.name
  cidr  = local.cidr
  zones = local.zones

  private_subnets = [for index, zone in local.zones : cidrsubnet(local.cidr, 4, index)]
  public_subnets  = [for index, zone in local.zones : cidrsubnet(local.cidr, 8, index + 48)]
  intra_subnets = concat(
    [for index, zone in slice(local.zones, 0, 2) : cidrsubnet(local.cidr, 8, index + 52)],
    var.third_intra_subnet == null ? [] : [var.third_intra_subnet],
  )

  single_nat_gateway = true
  enable_flow_log    = true

  public_subnet_tags  = { "kubernetes.io/role/elb" = "1" }
  private_subnet_tags = { "kubernetes.io/role/internal-elb" = "1" }
}

module "eks" {
  source = "./modules/eks"

  name               = local.name
  kubernetes_version = "1.35"

  vpc_id                   = module.vpc.vpc_id
  subnet_ids               = module.vpc.private_subnets
  control_plane_subnet_ids = module.vpc.intra_subnets

  endpoint_public_access       = true
  endpoint_public_access_cidrs = ["18.204.16.0/24"]

  addons = {
    vpc-cni = {
      before_compute = true
      configuration_values = jsonencode({
        env = { ENABLE_PREFIX_DELEGATION = "true", WARM_PREFIX_TARGET = "1" }
      })
    }
    kube-proxy             = {}
    coredns                = {}
    eks-pod-identity-agent = { before_compute = true }
  }

  node_groups = { for name, group in {
    default = {
      instance_types = ["m6i.large"]
      min_size       = 1
      max_size       = 3
      desired_size   = 2
      labels         = var.node_labels
      block_devices = {
        xvda = { volume_size = 50, volume_type = "gp3", encrypted = true }
      }
    }
    spot = {
      instance_types = ["m6i.large", "m5.large"]
      capacity_type  = "SPOT"
      min_size       = 0
      max_size       = 5
      desired_size   = 1
      taints = {
        dedicated = { key = "dedicated", value = "spot", effect = "NO_SCHEDULE" }
      }
    }
  } : name => group if !var.without_nodes }

  access_entries = {
    reader = {
      principal_arn = aws_iam_role.reader.arn
      policies = {
        cluster = { policy = "AmazonEKSViewPolicy", scope = "cluster", namespaces = null }
        default = { policy = "AmazonEKSEditPolicy", scope = "namespace", namespaces = ["default"] }
      }
    }
  }

  node_security_group_additional_rules = {
    ingress_self_all = {
      description = "Node to node, all ports"
      protocol    = "-1"
      from_port   = 0
      to_port     = 0
      type        = "ingress"
      self        = true
    }
    egress_dns = {
      description = "DNS to the VPC"
      protocol    = "udp"
      from_port   = 53
      to_port     = 53
      type        = "egress"
      cidr_blocks = [local.cidr]
    }
  }
}

data "aws_iam_policy_document" "reader_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }
}

resource "aws_iam_role" "reader" {
  name_prefix        = "reader-"
  assume_role_policy = data.aws_iam_policy_document.reader_trust.json
}

output "cluster_endpoint" {
  value = module.eks.endpoint
}

output "oidc_provider_arn" {
  value = module.eks.oidc_provider_arn
}

output "vpc_id" {
  value = module.vpc.vpc_id
}

output "nat_public_ips" {
  value = module.vpc.nat_public_ips
}
