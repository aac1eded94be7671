output "endpoint" {
  value = aws_eks_cluster.this.endpoint

  depends_on = [aws_eks_access_entry.this]
}

output "oidc_provider_arn" {
  value = aws_iam_openid_connect_provider.this.arn
}
