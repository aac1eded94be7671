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
  alias  = "replica"
  region = "eu-central-1"
}

variable "greeting" {
  type    = string
  default = "hello"
}

variable "public" {
  description = "Lets everybody read the data bucket, which its public access block refuses."
  type        = bool
  default     = false
}

variable "domain" {
  type    = string
  default = "mail.example.org"
}

data "aws_caller_identity" "current" {}

resource "random_id" "suffix" {
  byte_length = 4
}

locals {
  name = "foreign-${random_id.suffix.hex}"
}

resource "aws_s3_bucket" "data" {
  bucket        = "${local.name}-data"
  force_destroy = true
  tags          = { Kind = "data" }
}

resource "aws_s3_bucket" "logs" {
  bucket_prefix = "foreign-logs-"
}

resource "aws_s3_bucket" "replica" {
  provider = aws.replica
  bucket   = "${local.name}-replica"
}

resource "aws_s3_bucket_versioning" "this" {
  for_each = { data = aws_s3_bucket.data.id, logs = aws_s3_bucket.logs.id }

  bucket = each.value
  versioning_configuration {
    status = each.key == "data" ? "Enabled" : "Disabled"
  }
}

resource "aws_s3_bucket_versioning" "replica" {
  provider = aws.replica
  bucket   = aws_s3_bucket.replica.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_public_access_block" "data" {
  bucket                  = aws_s3_bucket.data.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

data "aws_iam_policy_document" "data" {
  statement {
    sid       = "OnlyOverTls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.data.arn, "${aws_s3_bucket.data.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  dynamic "statement" {
    for_each = var.public ? [1] : []
    content {
      actions   = ["s3:GetObject"]
      resources = ["${aws_s3_bucket.data.arn}/*"]

      principals {
        type        = "AWS"
        identifiers = ["*"]
      }
    }
  }
}

resource "aws_s3_bucket_policy" "data" {
  bucket = aws_s3_bucket.data.id
  policy = data.aws_iam_policy_document.data.json

  depends_on = [aws_s3_bucket_public_access_block.data]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "data" {
  bucket = aws_s3_bucket.data.id

  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_cors_configuration" "data" {
  bucket = aws_s3_bucket.data.id

  cors_rule {
    allowed_methods = ["GET", "HEAD"]
    allowed_origins = ["https://*.example.org"]
    allowed_headers = ["*"]
    max_age_seconds = 3600
  }
  cors_rule {
    allowed_methods = ["PUT"]
    allowed_origins = ["https://upload.example.org"]
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "data" {
  bucket     = aws_s3_bucket.data.id
  depends_on = [aws_s3_bucket_versioning.this]

  rule {
    id     = "tidy"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
    noncurrent_version_expiration {
      noncurrent_days = 30
    }
  }

  rule {
    id     = "archive"
    status = "Enabled"

    filter {
      and {
        prefix = "reports/"
        tags   = { Keep = "long" }
      }
    }

    transition {
      days          = 30
      storage_class = "STANDARD_IA"
    }
    transition {
      days          = 90
      storage_class = "GLACIER"
    }
    expiration {
      days = 3650
    }
  }
}

resource "aws_s3_bucket_ownership_controls" "logs" {
  bucket = aws_s3_bucket.logs.id
  rule {
    object_ownership = "BucketOwnerPreferred"
  }
}

resource "aws_s3_bucket_acl" "logs" {
  bucket = aws_s3_bucket.logs.id
  acl    = "log-delivery-write"

  depends_on = [aws_s3_bucket_ownership_controls.logs]
}

resource "aws_s3_bucket_logging" "data" {
  bucket        = aws_s3_bucket.data.id
  target_bucket = aws_s3_bucket_acl.logs.bucket
  target_prefix = "data/"

  target_object_key_format {
    partitioned_prefix {
      partition_date_source = "EventTime"
    }
  }
}

resource "aws_s3_bucket_notification" "data" {
  bucket      = aws_s3_bucket.data.id
  eventbridge = true
}

resource "aws_s3_object" "greeting" {
  bucket       = aws_s3_bucket.data.id
  key          = "greeting.txt"
  content      = var.greeting
  content_type = "text/plain"

  depends_on = [aws_s3_bucket_versioning.this, aws_s3_bucket_server_side_encryption_configuration.data]
}

resource "aws_s3_object" "page" {
  for_each = fileset("${path.module}/site", "*.html")

  bucket = aws_s3_bucket.replica.id
  region = "eu-central-1"
  key    = each.value
  source = "${path.module}/site/${each.value}"
  etag   = filemd5("${path.module}/site/${each.value}")
}

data "aws_s3_bucket" "data" {
  bucket = aws_s3_bucket.data.bucket
}

resource "aws_sesv2_configuration_set" "mail" {
  configuration_set_name = local.name

  delivery_options {
    tls_policy = "REQUIRE"
  }
  suppression_options {
    suppressed_reasons = ["BOUNCE"]
  }
}

resource "aws_sesv2_email_identity" "domain" {
  email_identity         = var.domain
  configuration_set_name = aws_sesv2_configuration_set.mail.configuration_set_name

  dkim_signing_attributes {
    next_signing_key_length = "RSA_2048_BIT"
  }
}

resource "aws_sesv2_email_identity" "sender" {
  email_identity = "team@${aws_sesv2_email_identity.domain.email_identity}"
}

resource "aws_ses_domain_identity" "old" {
  domain = "old.example.org"
}

resource "aws_ses_domain_dkim" "old" {
  domain = aws_ses_domain_identity.old.domain
}

resource "aws_ses_email_identity" "old" {
  email = "team@example.org"
}

resource "aws_ses_configuration_set" "old" {
  name = "${local.name}-old"
}

output "endpoint" {
  value = data.aws_s3_bucket.data.bucket_regional_domain_name
}

output "records" {
  description = "CNAME records that prove the domain."
  value = [
    for token in aws_sesv2_email_identity.domain.dkim_signing_attributes[0].tokens :
    "${token}._domainkey.${var.domain} ${token}.dkim.amazonses.com"
  ]
}
