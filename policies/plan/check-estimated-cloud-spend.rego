package spacelift

# Warns about dear plans, by the limits in the stack's labels: `monthly-cost-limit:400` (US dollars) and `cost-increase-limit:25`
# (percent). Without a label there is no limit.

projects := input.third_party_metadata.infracost.projects

planned := sum([to_number(project.breakdown.totalMonthlyCost) | some project in projects])

present := sum([to_number(project.pastBreakdown.totalMonthlyCost) | some project in projects])

warn contains message if {
	some limit in limits("monthly-cost-limit:")
	planned > limit
	message := sprintf("The plan costs $%v a month, more than $%v", [cents(planned), limit])
}

warn contains message if {
	present > 0
	increase := ((planned - present) / present) * 100
	some limit in limits("cost-increase-limit:")
	increase > limit
	message := sprintf("The plan raises the monthly cost by %v%%, more than %v%%", [cents(increase), limit])
}

limits(prefix) := {limit |
	some label in input.spacelift.stack.labels
	startswith(label, prefix)
	limit := to_number(trim_prefix(label, prefix))
}

cents(number) := round(number * 100) / 100
