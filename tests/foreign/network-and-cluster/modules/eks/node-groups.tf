data "aws_iam_policy_document" "node_trust" {
  statement {
    sid     = "EKSNodeAssumeRole"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "node" {
  for_each = var.node_groups

  name_prefix           = "${each.key}-eks-node-group-"
  assume_role_policy    = data.aws_iam_policy_document.node_trust.json
  force_detach_policies = true
}

locals {
  node_policies = merge([
    for group in keys(var.node_groups) : {
      for policy in ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly", "AmazonSSMManagedInstanceCore"] :
      "${group}-${policy}" => { group = group, policy = policy }
    }
  ]...)
}

resource "aws_iam_role_policy_attachment" "node" {
  for_each = local.node_policies

  role       = aws_iam_role.node[each.value.group].name
  policy_arn = "${local.policies}/${each.value.policy}"
}

data "cloudinit_config" "node" {
  for_each = var.node_groups

  base64_encode = true
  gzip          = false
  boundary      = "//"

  part {
    content_type = "application/node.eks.aws"
    content = yamlencode({
      apiVersion = "node.eks.aws/v1alpha1"
      kind       = "NodeConfig"
      spec       = { kubelet = { config = { shutdownGracePeriod = "30s" } } }
    })
  }

  dynamic "part" {
    for_each = try([each.value.post_bootstrap], [])
    content {
      content_type = "text/x-shellscript"
      content      = part.value
    }
  }
}

resource "aws_launch_template" "this" {
  for_each = var.node_groups

  name_prefix            = "${each.key}-"
  description            = "Custom launch template for ${each.key} EKS managed node group"
  update_default_version = true
  vpc_security_group_ids = [aws_security_group.node.id]
  user_data              = data.cloudinit_config.node[each.key].rendered

  dynamic "block_device_mappings" {
    for_each = try(each.value.block_devices, {})
    content {
      device_name = "/dev/${block_device_mappings.key}"

      ebs {
        delete_on_termination = true
        encrypted             = block_device_mappings.value.encrypted
        volume_size           = block_device_mappings.value.volume_size
        volume_type           = block_device_mappings.value.volume_type
      }
    }
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_put_response_hop_limit = 2
    http_tokens                 = "required"
  }

  monitoring {
    enabled = true
  }

  dynamic "tag_specifications" {
    for_each = toset(["instance", "network-interface", "volume"])
    content {
      resource_type = tag_specifications.key
      tags          = { Name = each.key }
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_eks_node_group" "this" {
  for_each = var.node_groups

  cluster_name           = time_sleep.this.triggers["cluster_name"]
  version                = time_sleep.this.triggers["cluster_version"]
  node_group_name_prefix = "${each.key}-"
  node_role_arn          = aws_iam_role.node[each.key].arn
  subnet_ids             = var.subnet_ids
  ami_type               = "AL2023_x86_64_STANDARD"
  capacity_type          = try(each.value.capacity_type, "ON_DEMAND")
  instance_types         = each.value.instance_types
  labels                 = try(each.value.labels, null)

  scaling_config {
    min_size     = each.value.min_size
    max_size     = each.value.max_size
    desired_size = each.value.desired_size
  }

  launch_template {
    id      = aws_launch_template.this[each.key].id
    version = aws_launch_template.this[each.key].default_version
  }

  update_config {
    max_unavailable_percentage = 33
  }

  dynamic "taint" {
    for_each = try(each.value.taints, {})
    content {
      key    = taint.value.key
      value  = taint.value.value
      effect = taint.value.effect
    }
  }

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [scaling_config[0].desired_size]
  }

  depends_on = [aws_iam_role_policy_attachment.node, aws_eks_addon.before_compute]
}
