output "vpc_id" {
  value = aws_vpc.this.id
}

output "private_subnets" {
  value = aws_subnet.private[*].id

  depends_on = [aws_route.private_nat_gateway]
}

output "intra_subnets" {
  value = aws_subnet.intra[*].id
}

output "nat_public_ips" {
  value = aws_eip.nat[*].public_ip
}
