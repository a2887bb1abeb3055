"""巡察台账 · Xuncha: the subject. Everything that happens is an entry in a ledger; every screen is a view of it.

The map, inwards: `rules` (all types together) → `ledger` judges and writes → one module per type (`visits`, `units`,
`enterprises`, `people` …) says needs, judge, effects → `facts`, `entries`, `chain` are what they share → `kinds`
(checklists), `calculators` (arithmetic), `reference` (the law as rows). `storage` has all the SQL; `snapshot` and
`publishing` make the public site; `replay` verifies, rebuilds and copies. Nothing here knows of HTTP or the phone.
"""
