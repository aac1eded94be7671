data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}

data "aws_iam_session_context" "current" {
  arn = data.aws_caller_identity.current.arn
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/eks/${var.name}/cluster"
  retention_in_days = 90
}

data "aws_iam_policy_document" "key" {
  statement {
    sid       = "Default"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }

  statement {
    sid = "KeyAdministration"
    actions = [
      "kms:Create*", "kms:Describe*", "kms:Enable*", "kms:List*", "kms:Put*", "kms:Update*", "kms:Revoke*",
      "kms:Disable*", "kms:Get*", "kms:Delete*", "kms:TagResource", "kms:UntagResource", "kms:ScheduleKeyDeletion",
      "kms:CancelKeyDeletion",
    ]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = [data.aws_iam_session_context.current.issuer_arn]
    }
  }

  statement {
    sid       = "KeyUsage"
    actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*", "kms:CreateGrant"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.cluster.arn]
    }
  }
}

resource "aws_kms_key" "this" {
  description             = "${var.name} cluster encryption key"
  enable_key_rotation     = true
  deletion_window_in_days = 7
  policy                  = data.aws_iam_policy_document.key.json
}

resource "aws_kms_alias" "this" {
  name          = "alias/eks/${var.name}"
  target_key_id = aws_kms_key.this.key_id
}

resource "aws_eks_cluster" "this" {
  name                          = var.name
  role_arn                      = aws_iam_role.cluster.arn
  version                       = var.kubernetes_version
  enabled_cluster_log_types     = ["audit", "api", "authenticator"]
  bootstrap_self_managed_addons = false

  access_config {
    authentication_mode                         = "API_AND_CONFIG_MAP"
    bootstrap_cluster_creator_admin_permissions = false
  }

  vpc_config {
    security_group_ids      = [aws_security_group.cluster.id]
    subnet_ids              = length(var.control_plane_subnet_ids) > 0 ? var.control_plane_subnet_ids : var.subnet_ids
    endpoint_private_access = true
    endpoint_public_access  = var.endpoint_public_access
    public_access_cidrs     = var.endpoint_public_access ? var.endpoint_public_access_cidrs : null
  }

  kubernetes_network_config {
    ip_family         = "ipv4"
    service_ipv4_cidr = "172.20.0.0/16"
  }

  dynamic "encryption_config" {
    for_each = [{ resources = ["secrets"] }]
    content {
      resources = encryption_config.value.resources
      provider {
        key_arn = aws_kms_key.this.arn
      }
    }
  }

  timeouts {
    create = "30m"
  }

  tags = { "terraform-aws-modules" = "eks" }

  depends_on = [
    aws_iam_role_policy_attachment.cluster,
    aws_security_group_rule.cluster,
    aws_cloudwatch_log_group.this,
  ]
}

resource "time_sleep" "this" {
  create_duration = "30s"

  triggers = {
    cluster_name                       = aws_eks_cluster.this.name
    cluster_endpoint                   = aws_eks_cluster.this.endpoint
    cluster_version                    = aws_eks_cluster.this.version
    cluster_service_cidr               = aws_eks_cluster.this.kubernetes_network_config[0].service_ipv4_cidr
    cluster_certificate_authority_data = aws_eks_cluster.this.certificate_authority[0].data
  }
}

data "tls_certificate" "this" {
  url = aws_eks_cluster.this.identity[0].oidc[0].issuer
}

resource "aws_iam_openid_connect_provider" "this" {
  url             = aws_eks_cluster.this.identity[0].oidc[0].issuer
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = data.tls_certificate.this.certificates[*].sha1_fingerprint

  tags = { Name = "${var.name}-eks-irsa" }
}

locals {
  access_policies = merge([
    for entry_key, entry in var.access_entries : {
      for policy_key, policy in entry.policies : "${entry_key}_${policy_key}" => {
        principal_arn = entry.principal_arn
        policy        = policy
      }
    }
  ]...)
}

resource "aws_eks_access_entry" "this" {
  for_each = var.access_entries

  cluster_name  = aws_eks_cluster.this.id
  principal_arn = each.value.principal_arn
  type          = "STANDARD"
}

resource "aws_eks_access_policy_association" "this" {
  for_each = local.access_policies

  cluster_name  = aws_eks_cluster.this.id
  principal_arn = each.value.principal_arn
  policy_arn    = "arn:${data.aws_partition.current.partition}:eks::aws:cluster-access-policy/${each.value.policy.policy}"

  access_scope {
    type       = each.value.policy.scope
    namespaces = each.value.policy.namespaces
  }

  depends_on = [aws_eks_access_entry.this]
}

data "aws_eks_addon_version" "this" {
  for_each = var.addons

  addon_name         = each.key
  kubernetes_version = aws_eks_cluster.this.version
  most_recent        = true
}

resource "aws_eks_addon" "before_compute" {
  for_each = { for name, addon in var.addons : name => addon if try(addon.before_compute, false) }

  cluster_name                = aws_eks_cluster.this.id
  addon_name                  = each.key
  addon_version               = data.aws_eks_addon_version.this[each.key].version
  configuration_values        = try(each.value.configuration_values, null)
  resolve_conflicts_on_create = "NONE"
  resolve_conflicts_on_update = "OVERWRITE"
  service_account_role_arn    = each.key == "vpc-cni" ? aws_iam_role.irsa["vpc-cni"].arn : null
}

resource "aws_eks_addon" "this" {
  for_each = { for name, addon in var.addons : name => addon if !try(addon.before_compute, false) }

  cluster_name                = aws_eks_cluster.this.id
  addon_name                  = each.key
  addon_version               = data.aws_eks_addon_version.this[each.key].version
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"

  depends_on = [aws_eks_node_group.this]
}
