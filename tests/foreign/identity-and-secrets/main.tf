terraform {
  required_version = ">= 1.11"

  required_providers {
    aws    = { source = "hashicorp/aws", version = ">= 6.0" }
    random = { source = "hashicorp/random" }
  }
}

provider "aws" {
  region = "eu-west-1"

  default_tags {
    tags = { Project = "foreign" }
  }
}

provider "aws" {
  alias      = "writer"
  region     = "eu-west-1"
  access_key = var.writer_access_key
}

variable "writer_access_key" {
  description = "Access key of whoever makes the audit log group; the caller of everything else when left out."
  type        = string
  default     = null
}

variable "key_administrator" {
  description = "ARN of the only one who may change the key's policy; the account when left out."
  type        = string
  default     = null
}

variable "password_version" {
  type    = number
  default = 1
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

data "aws_iam_session_context" "current" {
  arn = data.aws_caller_identity.current.arn
}

locals {
  account = data.aws_caller_identity.current.account_id
  issuer  = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
  names   = toset(["reader", "writer"])
}

# Roles: one for EC2 in an instance profile, two for pods, one of a service.

data "aws_iam_policy_document" "instances" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.${data.aws_partition.current.dns_suffix}"]
    }
  }
}

resource "aws_iam_policy" "boundary" {
  name_prefix = "boundary-"
  path        = "/platform/"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      NotAction = ["iam:*", "organizations:*"]
      Resource  = "*"
    }]
  })
}

resource "aws_iam_role" "instances" {
  name_prefix          = "instances-"
  path                 = "/platform/"
  assume_role_policy   = data.aws_iam_policy_document.instances.json
  permissions_boundary = aws_iam_policy.boundary.arn
  max_session_duration = 7200

  inline_policy {
    name   = "describe"
    policy = jsonencode({ Version = "2012-10-17", Statement = { Effect = "Allow", Action = "ec2:Describe*", Resource = "*" } })
  }
}

resource "aws_iam_role_policy_attachment" "instances" {
  for_each = toset([
    "AmazonEKSWorkerNodePolicy",
    "AmazonEC2ContainerRegistryReadOnly",
  ])
  role       = aws_iam_role.instances.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.key}"
}

resource "aws_iam_instance_profile" "instances" {
  name_prefix = "instances-"
  role        = aws_iam_role.instances.name
}

resource "aws_iam_openid_connect_provider" "cluster" {
  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_policy_document" "pods" {
  for_each = local.names

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:sub"
      values   = ["system:serviceaccount:app:${each.key}"]
    }
    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "pods" {
  for_each           = local.names
  name               = "foreign-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.pods[each.key].json
  tags               = { ServiceAccount = each.key }
}

data "aws_iam_policy_document" "read" {
  statement {
    sid       = "Read"
    actions   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
    resources = [aws_secretsmanager_secret.database.arn]
  }
  statement {
    sid       = "Decrypt"
    actions   = ["kms:Decrypt"]
    resources = [aws_kms_key.data.arn]
  }
}

data "aws_iam_policy_document" "write" {
  source_policy_documents = [data.aws_iam_policy_document.read.json]

  override_policy_documents = [jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "Decrypt", Effect = "Allow", Action = ["kms:Decrypt", "kms:GenerateDataKey"], Resource = "*" }]
  })]

  statement {
    sid       = "Write"
    actions   = ["secretsmanager:PutSecretValue"]
    resources = [aws_secretsmanager_secret.database.arn]
  }
}

resource "aws_iam_policy" "read" {
  name   = "foreign-read"
  policy = data.aws_iam_policy_document.read.json
}

resource "aws_iam_role_policy_attachment" "read" {
  role       = aws_iam_role.pods["reader"].name
  policy_arn = aws_iam_policy.read.arn
}

resource "aws_iam_role_policy" "write" {
  name_prefix = "write-"
  role        = aws_iam_role.pods["writer"].id
  policy      = data.aws_iam_policy_document.write.json
}

resource "aws_iam_service_linked_role" "scaling" {
  aws_service_name = "autoscaling.amazonaws.com"
  custom_suffix    = "foreign"
}

# A person with a key.

resource "aws_iam_user" "mailer" {
  name = "mailer"
  path = "/platform/"
}

resource "aws_iam_user_policy" "mailer" {
  name   = "send"
  user   = aws_iam_user.mailer.name
  policy = jsonencode({ Version = "2012-10-17", Statement = { Effect = "Allow", Action = "ses:SendRawEmail", Resource = "*" } })
}

resource "aws_iam_user_policy_attachment" "mailer" {
  user       = aws_iam_user.mailer.name
  policy_arn = aws_iam_policy.read.arn
}

resource "aws_iam_access_key" "mailer" {
  user = aws_iam_user.mailer.name
}

# A key for secrets and logs.

data "aws_iam_policy_document" "key" {
  statement {
    sid       = "Administration"
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [coalesce(var.key_administrator, local.account)]
    }
  }
  statement {
    sid       = "Logs"
    actions   = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
    resources = ["*"]
    principals {
      type        = "Service"
      identifiers = ["logs.${data.aws_region.current.region}.amazonaws.com"]
    }
    condition {
      test     = "ArnLike"
      variable = "kms:EncryptionContext:aws:logs:arn"
      values   = ["arn:aws:logs:*:${local.account}:log-group:/foreign/*"]
    }
  }
}

resource "aws_kms_key" "data" {
  description             = "Secrets and logs of the foreign configuration"
  deletion_window_in_days = 7
  enable_key_rotation     = true
  policy                  = data.aws_iam_policy_document.key.json
}

resource "aws_kms_alias" "data" {
  name          = "alias/foreign/data"
  target_key_id = aws_kms_key.data.key_id
}

resource "aws_kms_grant" "reader" {
  name              = "reader"
  key_id            = aws_kms_key.data.key_id
  grantee_principal = aws_iam_role.pods["reader"].arn
  operations        = ["Decrypt", "DescribeKey"]

  constraints {
    encryption_context_subset = { app = "foreign" }
  }
}

resource "aws_kms_key" "plain" {
  is_enabled = false
}

resource "aws_kms_key_policy" "plain" {
  key_id = aws_kms_key.plain.key_id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = { Sid = "All", Effect = "Allow", Principal = { AWS = local.account }, Action = "kms:*", Resource = "*" }
  })
}

resource "aws_cloudwatch_log_group" "app" {
  name              = "/foreign/app"
  retention_in_days = 30
  kms_key_id        = aws_kms_key.data.arn
}

resource "aws_cloudwatch_log_group" "audit" {
  provider    = aws.writer
  name_prefix = "/foreign/audit-"
}

# Secrets that no state holds.

ephemeral "random_password" "database" {
  length  = 40
  special = false
}

resource "aws_secretsmanager_secret" "database" {
  name        = "foreign/database"
  description = "Made anew with every version"
  kms_key_id  = aws_kms_key.data.arn

  replica {
    region = "eu-central-1"
  }
}

resource "aws_secretsmanager_secret_version" "database" {
  secret_id                = aws_secretsmanager_secret.database.id
  secret_string_wo         = jsonencode({ username = "app", password = ephemeral.random_password.database.result })
  secret_string_wo_version = var.password_version
}

resource "aws_secretsmanager_secret_policy" "database" {
  secret_arn          = aws_secretsmanager_secret.database.arn
  block_public_policy = true
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "secretsmanager:DeleteSecret"
      Resource  = "*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_ssm_parameter" "endpoint" {
  name  = "/foreign/endpoint"
  type  = "String"
  value = "db.internal"
}

resource "aws_ssm_parameter" "zones" {
  name           = "/foreign/zones"
  type           = "StringList"
  insecure_value = "eu-west-1a,eu-west-1b"
}

resource "aws_ssm_parameter" "password" {
  name             = "/foreign/password"
  type             = "SecureString"
  key_id           = aws_kms_alias.data.name
  value_wo         = ephemeral.random_password.database.result
  value_wo_version = var.password_version
}

data "aws_ssm_parameter" "image" {
  name = "/aws/service/eks/optimized-ami/1.36/amazon-linux-2023/x86_64/standard/recommended/image_id"
}

data "aws_iam_roles" "platform" {
  path_prefix = "/platform/"
  depends_on  = [aws_iam_role.instances]
}

data "aws_kms_key" "data" {
  key_id = aws_kms_alias.data.arn
}

output "caller" {
  value = data.aws_iam_session_context.current.issuer_arn
}

output "key" {
  value = provider::aws::arn_parse(data.aws_kms_key.data.arn).resource
}

output "roles" {
  value = [for arn in data.aws_iam_roles.platform.arns : provider::aws::trim_iam_role_path(arn)]
}

output "statements" {
  value = [for statement in jsondecode(data.aws_iam_policy_document.write.json).Statement : statement.Sid]
}

output "image" {
  value = data.aws_ssm_parameter.image.insecure_value
}
