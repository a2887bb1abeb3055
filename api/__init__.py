"""The doors: HTTP and the command line. No SQL, no rules: decode, one call into `inspections`, answer."""
