package enforce_tags_test

import data.spacelift

plan(actions, after) := {"terraform": {"resource_changes": [{
	"address": "aws_vpc.vpc",
	"change": {"actions": actions, "after": after},
}]}}

test_untagged_is_denied if {
	spacelift.deny == {"aws_vpc.vpc needs the tags: CostCenter"} with input as plan(["create"], {"tags_all": {"Owner": "dpe"}})
}

test_null_tags_are_denied if {
	count(spacelift.deny) == 1 with input as plan(["update"], {"tags_all": null})
}

test_tagged_passes if {
	count(spacelift.deny) == 0 with input as plan(["create"], {"tags_all": {"CostCenter": "dpe"}})
}

test_untaggable_passes if {
	count(spacelift.deny) == 0 with input as plan(["create"], {"destination_cidr_block": "0.0.0.0/0"})
}

test_deletion_passes if {
	count(spacelift.deny) == 0 with input as plan(["delete"], null)
}

test_replacement_is_checked if {
	count(spacelift.deny) == 1 with input as plan(["delete", "create"], {"tags_all": {}})
}
