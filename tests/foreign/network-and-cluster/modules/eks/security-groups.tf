locals {
  cluster_rules = {
    ingress_nodes_443 = {
      description = "Node groups to cluster API"
      protocol    = "tcp"
      from_port   = 443
      to_port     = 443
      type        = "ingress"
    }
  }

  node_rules = merge(
    {
      ingress_cluster_443 = {
        description                   = "Cluster API to node groups"
        protocol                      = "tcp"
        from_port                     = 443
        to_port                       = 443
        type                          = "ingress"
        source_cluster_security_group = true
      }
      ingress_cluster_kubelet = {
        description                   = "Cluster API to node kubelets"
        protocol                      = "tcp"
        from_port                     = 10250
        to_port                       = 10250
        type                          = "ingress"
        source_cluster_security_group = true
      }
      egress_https = {
        description = "HTTPS to anywhere"
        protocol    = "tcp"
        from_port   = 443
        to_port     = 443
        type        = "egress"
        cidr_blocks = ["0.0.0.0/0"]
      }
    },
    var.node_security_group_additional_rules,
  )
}

resource "aws_security_group" "cluster" {
  name_prefix = "${var.name}-cluster-"
  description = "EKS cluster security group"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-cluster" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "cluster" {
  for_each = local.cluster_rules

  security_group_id        = aws_security_group.cluster.id
  protocol                 = each.value.protocol
  from_port                = each.value.from_port
  to_port                  = each.value.to_port
  type                     = each.value.type
  description              = each.value.description
  source_security_group_id = aws_security_group.node.id
}

resource "aws_security_group" "node" {
  name_prefix = "${var.name}-node-"
  description = "EKS node shared security group"
  vpc_id      = var.vpc_id

  tags = {
    Name                                = "${var.name}-node"
    "kubernetes.io/cluster/${var.name}" = "owned"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "node" {
  for_each = local.node_rules

  security_group_id        = aws_security_group.node.id
  protocol                 = each.value.protocol
  from_port                = each.value.from_port
  to_port                  = each.value.to_port
  type                     = each.value.type
  description              = each.value.description
  cidr_blocks              = try(each.value.cidr_blocks, null)
  self                     = try(each.value.self, null)
  source_security_group_id = try(each.value.source_cluster_security_group, false) ? aws_security_group.cluster.id : null
}
