resource "local_file" "outside" {
  filename = "${path.module}/../outside.txt"
  content  = "x"
}
