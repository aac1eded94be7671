terraform {
  required_providers {
    aws       = { source = "hashicorp/aws" }
    spacelift = { source = "spacelift-io/spacelift" }
  }
}

provider "aws" {
  region = "us-east-1"
}

provider "spacelift" {}

variable "teams" {
  type    = set(string)
  default = ["payments", "search"]
}

variable "vpc_output" {
  type    = string
  default = "vpc_id"
}

# A space for every team below a common one.

resource "spacelift_space" "teams" {
  name             = "teams"
  inherit_entities = true
}

resource "spacelift_space" "team" {
  for_each = var.teams

  name             = each.key
  parent_space_id  = spacelift_space.teams.id
  inherit_entities = true
  labels           = ["team:${each.key}"]
}

# What every stack shares.

resource "spacelift_context" "shared" {
  name        = "Shared settings"
  description = "Settings of every team"
  space_id    = spacelift_space.teams.id
  before_init = ["echo initialising"]
  labels      = ["autoattach:shared"]
}

resource "spacelift_environment_variable" "region" {
  context_id = spacelift_context.shared.id
  name       = "AWS_REGION"
  value      = "us-east-1"
  write_only = false
}

resource "spacelift_mounted_file" "settings" {
  context_id    = spacelift_context.shared.id
  relative_path = "source/settings.auto.tfvars.json"
  content       = base64encode(jsonencode({ owner = "platform" }))
}

resource "spacelift_policy" "plan" {
  name        = "Limit destruction"
  type        = "PLAN"
  engine_type = "REGO_V1"
  space_id    = spacelift_space.teams.id
  body        = <<-REGO
    package spacelift

    deny contains "nothing may be destroyed" if count(deleted_resources) > 0
  REGO
}

# Two stacks for every team: the second uses an output of the first.

resource "spacelift_stack" "network" {
  for_each = var.teams

  name         = "${each.key} network"
  space_id     = spacelift_space.team[each.key].id
  repository   = "infrastructure"
  branch       = "main"
  project_root = "teams/${each.key}/network"
  autodeploy   = true
  labels       = ["shared", "folder:teams/${each.key}"]

  opentofu {
    version = "1.12.6"
  }

  github_enterprise {
    namespace = "acme"
  }
}

resource "spacelift_stack" "app" {
  for_each = var.teams

  name                    = "${each.key} app"
  space_id                = spacelift_space.team[each.key].id
  repository              = "infrastructure"
  branch                  = "main"
  project_root            = "teams/${each.key}/app"
  terraform_workflow_tool = "OPEN_TOFU"
  terraform_version       = "1.12.6"
  before_plan             = ["tofu fmt -check"]
}

resource "spacelift_stack_dependency" "app_on_network" {
  for_each = var.teams

  stack_id            = spacelift_stack.app[each.key].id
  depends_on_stack_id = spacelift_stack.network[each.key].id
}

resource "spacelift_stack_dependency_reference" "vpc" {
  for_each = var.teams

  stack_dependency_id = spacelift_stack_dependency.app_on_network[each.key].id
  output_name         = var.vpc_output
  input_name          = "TF_VAR_vpc_id"
}

resource "spacelift_context_attachment" "shared" {
  for_each = var.teams

  context_id = spacelift_context.shared.id
  stack_id   = spacelift_stack.app[each.key].id
  priority   = 1
}

resource "spacelift_policy_attachment" "plan" {
  for_each = spacelift_stack.app

  policy_id = spacelift_policy.plan.id
  stack_id  = each.value.id
}

resource "spacelift_environment_variable" "password" {
  for_each = spacelift_stack.app

  stack_id = each.value.id
  name     = "TF_VAR_password"
  value    = "hunter2"
}

resource "spacelift_drift_detection" "nightly" {
  for_each = spacelift_stack.network

  stack_id  = each.value.id
  schedule  = ["0 4 * * *"]
  reconcile = true
}

resource "spacelift_scheduled_task" "report" {
  stack_id = spacelift_stack.network["search"].id
  command  = "tofu show"
  every    = ["0 6 * * mon"]
  timezone = "Europe/Warsaw"
}

# Credentials: the role trusts exactly the external id that Spacelift will use.

locals {
  role_name = "spacelift-payments"
}

data "aws_caller_identity" "current" {}

data "spacelift_account" "current" {}

resource "spacelift_aws_integration" "payments" {
  name             = "payments"
  role_arn         = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/${local.role_name}"
  space_id         = spacelift_space.teams.id
  duration_seconds = 1800
}

data "spacelift_aws_integration_attachment_external_id" "payments" {
  integration_id = spacelift_aws_integration.payments.id
  stack_id       = spacelift_stack.network["payments"].id
  write          = true
}

resource "aws_iam_role" "payments" {
  name = local.role_name

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::${data.spacelift_account.current.aws_account_id}:root" }
      Condition = {
        StringEquals = {
          "sts:ExternalId" = data.spacelift_aws_integration_attachment_external_id.payments.external_id
        }
      }
    }]
  })
}

resource "spacelift_aws_integration_attachment" "payments" {
  integration_id = spacelift_aws_integration.payments.id
  stack_id       = spacelift_stack.network["payments"].id

  depends_on = [aws_iam_role.payments]
}

# A role of its own, so that one stack may trigger runs of its team.

resource "spacelift_role" "deployer" {
  name    = "Deployer"
  actions = ["SPACE_READ", "RUN_TRIGGER"]
}

resource "spacelift_role_attachment" "deployer" {
  role_id  = spacelift_role.deployer.id
  stack_id = spacelift_stack.app["search"].id
  space_id = spacelift_space.team["search"].id
}

resource "spacelift_module" "vpc" {
  repository         = "terraform-aws-vpc"
  branch             = "main"
  space_id           = spacelift_space.teams.id
  workflow_tool      = "OPEN_TOFU"
  terraform_provider = "aws"
}

resource "spacelift_named_webhook" "audit" {
  name     = "Audit"
  enabled  = true
  endpoint = "https://audit.example.org/spacelift"
  space_id = spacelift_space.teams.id
  secret   = "hunter2"
}

data "spacelift_stacks" "shared" {
  labels {
    any_of = ["shared"]
  }

  depends_on = [spacelift_stack.network]
}

output "shared_stacks" {
  value = sort([for stack in data.spacelift_stacks.shared.stacks : stack.stack_id])
}
