package spacelift

# Everything that can be tagged names who pays for it. The provider's default tags see to that, so a denial means that a resource got
# past them. Deletions and types without tags are left alone.

required := {"CostCenter"}

deny contains message if {
	some resource in input.terraform.resource_changes
	is_written(resource.change)
	"tags_all" in object.keys(resource.change.after)
	missing := required - tag_names(resource.change.after.tags_all)
	count(missing) > 0
	message := sprintf("%s needs the tags: %s", [resource.address, concat(", ", sort(missing))])
}

is_written(change) if "create" in change.actions

is_written(change) if "update" in change.actions

tag_names(tags) := object.keys(tags) if is_object(tags)

tag_names(tags) := set() if not is_object(tags)
