package spacelift

# A run that reconciles drift undoes what somebody did by hand: a person looks at it first.

warn contains "Drift was found: confirm by hand that reconciling it is right" if input.spacelift.run.drift_detection
