package cloud_spend_test

import data.spacelift

labels := ["environment:development", "monthly-cost-limit:400", "cost-increase-limit:25"]

plan(projects, stack_labels) := {
	"spacelift": {"stack": {"labels": stack_labels}},
	"third_party_metadata": {"infracost": {"projects": [
	{
		"breakdown": {"totalMonthlyCost": project[0]},
		"pastBreakdown": {"totalMonthlyCost": project[1]},
	} |
		some project in projects
	]}},
}

test_over_the_limit_warns if {
	spacelift.warn == {"The plan costs $501 a month, more than $400"} with input as plan([["300.5", "0"], ["200.5", "0"]], labels)
}

test_at_the_limit_passes if {
	count(spacelift.warn) == 0 with input as plan([["400", "0"]], labels)
}

test_steep_increase_warns if {
	spacelift.warn == {"The plan raises the monthly cost by 50.5%, more than 25%"} with input as plan([["301", "200"]], labels)
}

test_gentle_increase_passes if {
	count(spacelift.warn) == 0 with input as plan([["250", "200"]], labels)
}

test_without_labels_nothing_is_limited if {
	count(spacelift.warn) == 0 with input as plan([["9000", "1"]], [])
}

test_without_metadata_nothing_is_said if {
	count(spacelift.warn) == 0 with input as {"spacelift": {"stack": {"labels": labels}}}
}
