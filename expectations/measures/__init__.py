"""The numbers that suites look at, each query one row of counts, amounts and shares."""
