locals {
  policies = "arn:${data.aws_partition.current.partition}:iam::aws:policy"
  issuer   = replace(aws_eks_cluster.this.identity[0].oidc[0].issuer, "https://", "")

  service_accounts = {
    vpc-cni = { namespace = "kube-system", name = "aws-node", policy = "AmazonEKS_CNI_Policy" }
  }
}

data "aws_iam_policy_document" "cluster_trust" {
  statement {
    sid     = "EKSClusterAssumeRole"
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["eks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "cluster" {
  name_prefix           = "${var.name}-cluster-"
  assume_role_policy    = data.aws_iam_policy_document.cluster_trust.json
  force_detach_policies = true
}

resource "aws_iam_role_policy_attachment" "cluster" {
  for_each = toset(["AmazonEKSClusterPolicy", "AmazonEKSVPCResourceController"])

  role       = aws_iam_role.cluster.name
  policy_arn = "${local.policies}/${each.value}"
}

data "aws_iam_policy_document" "irsa" {
  for_each = local.service_accounts

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.this.arn]
    }

    dynamic "condition" {
      for_each = {
        sub = "system:serviceaccount:${each.value.namespace}:${each.value.name}"
        aud = "sts.amazonaws.com"
      }
      content {
        test     = "StringEquals"
        variable = "${local.issuer}:${condition.key}"
        values   = [condition.value]
      }
    }
  }
}

resource "aws_iam_role" "irsa" {
  for_each = local.service_accounts

  name_prefix        = "${each.key}-"
  description        = "IRSA of ${each.value.namespace}/${each.value.name}"
  assume_role_policy = data.aws_iam_policy_document.irsa[each.key].json
}

resource "aws_iam_role_policy_attachment" "irsa" {
  for_each = local.service_accounts

  role       = aws_iam_role.irsa[each.key].name
  policy_arn = "${local.policies}/${each.value.policy}"
}

data "aws_iam_policy_document" "pod_identity_trust" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "pod_identity" {
  statement {
    effect    = "Allow"
    actions   = ["s3:GetObject", "s3:ListBucket"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalTag/kubernetes-namespace"
      values   = ["default"]
    }
  }

  statement {
    effect      = "Deny"
    not_actions = ["s3:*"]
    resources   = ["*"]
  }
}

resource "aws_iam_role" "pod_identity" {
  name               = "${var.name}-pod-identity"
  assume_role_policy = data.aws_iam_policy_document.pod_identity_trust.json
}

resource "aws_iam_role_policy" "pod_identity" {
  name_prefix = "read-"
  role        = aws_iam_role.pod_identity.id
  policy      = data.aws_iam_policy_document.pod_identity.json
}

resource "aws_eks_pod_identity_association" "this" {
  cluster_name    = aws_eks_cluster.this.name
  namespace       = "default"
  service_account = "reader"
  role_arn        = aws_iam_role.pod_identity.arn
}
