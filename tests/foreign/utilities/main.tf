terraform {
  required_providers {
    random    = { source = "hashicorp/random" }
    tls       = { source = "hashicorp/tls" }
    time      = { source = "hashicorp/time" }
    local     = { source = "hashicorp/local" }
    cloudinit = { source = "hashicorp/cloudinit" }
    null      = { source = "hashicorp/null" }
  }
}

variable "generation" {
  type    = number
  default = 1
}

resource "random_pet" "name" {
  keepers = { generation = var.generation }
}

resource "random_password" "database" {
  length           = 24
  override_special = "_%@"
  min_numeric      = 2
}

resource "random_string" "suffix" {
  length  = 6
  upper   = false
  special = false
}

resource "random_id" "bucket" {
  byte_length = 4
  prefix      = "${random_pet.name.id}-"
}

resource "random_integer" "port" {
  min = 30000
  max = 32767
}

resource "random_shuffle" "zones" {
  input        = ["a", "b", "c"]
  result_count = 2
}

resource "random_bytes" "key" {
  length = 32
}

resource "random_uuid" "id" {}
resource "random_uuid4" "id" {}
resource "random_uuid7" "id" {}

ephemeral "random_password" "once" {
  length = 12
}

resource "tls_private_key" "authority" {
  algorithm   = "ECDSA"
  ecdsa_curve = "P256"
}

resource "tls_self_signed_cert" "authority" {
  private_key_pem       = tls_private_key.authority.private_key_pem
  is_ca_certificate     = true
  validity_period_hours = 8760
  allowed_uses          = ["cert_signing", "crl_signing"]

  subject {
    common_name  = "Authority"
    organization = "Example"
  }
}

resource "tls_private_key" "server" {
  algorithm = "ED25519"
}

resource "tls_cert_request" "server" {
  private_key_pem = tls_private_key.server.private_key_pem
  dns_names       = ["server.example.org", "*.server.example.org"]
  ip_addresses    = ["10.0.0.10"]

  subject {
    common_name = "server.example.org"
  }
}

resource "tls_locally_signed_cert" "server" {
  cert_request_pem      = tls_cert_request.server.cert_request_pem
  ca_private_key_pem    = tls_private_key.authority.private_key_pem
  ca_cert_pem           = tls_self_signed_cert.authority.cert_pem
  validity_period_hours = 720
  allowed_uses          = ["digital_signature", "server_auth"]
}

data "tls_public_key" "server" {
  private_key_openssh = tls_private_key.server.private_key_openssh
}

data "tls_certificate" "issuer" {
  url = "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE"
}

resource "time_static" "created" {}

resource "time_offset" "expiry" {
  base_rfc3339 = time_static.created.rfc3339
  offset_days  = 90 * var.generation
}

resource "time_rotating" "secret" {
  rotation_days = 30
}

resource "time_sleep" "settle" {
  create_duration  = "10m"
  destroy_duration = "5m"
  triggers         = { name = random_pet.name.id }
}

data "cloudinit_config" "node" {
  gzip          = false
  base64_encode = true

  dynamic "part" {
    for_each = { "one.sh" = "#!/bin/sh", "two.yaml" = "#cloud-config\n{}" }
    content {
      filename     = part.key
      content_type = "text/x-shellscript"
      content      = part.value
    }
  }
}

resource "local_file" "inventory" {
  filename        = "${path.module}/out/inventory.json"
  file_permission = "0644"
  content         = jsonencode({ name = random_pet.name.id, zones = random_shuffle.zones.result })
}

resource "local_sensitive_file" "key" {
  filename = "${path.module}/out/server.key"
  content  = tls_private_key.server.private_key_pem
}

data "local_file" "inventory" {
  filename = local_file.inventory.filename
}

resource "null_resource" "fanout" {
  for_each = toset(["a", "b"])
  triggers = { certificate = tls_locally_signed_cert.server.cert_pem }
}

output "name" {
  value = jsondecode(data.local_file.inventory.content).name
}

output "week" {
  value = provider::time::rfc3339_parse(time_static.created.rfc3339).iso_week
}

output "same_key" {
  value = data.tls_public_key.server.public_key_openssh == tls_private_key.server.public_key_openssh
}

output "password" {
  value     = random_password.database.result
  sensitive = true
}

output "issuer_fingerprint" {
  value = data.tls_certificate.issuer.certificates[0].sha1_fingerprint
}
