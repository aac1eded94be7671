package drift_test

import data.spacelift

test_drift_run_warns if {
	count(spacelift.warn) == 1 with input as {"spacelift": {"run": {"drift_detection": true}}}
}

test_ordinary_run_passes if {
	count(spacelift.warn) == 0 with input as {"spacelift": {"run": {"drift_detection": false}}}
}
