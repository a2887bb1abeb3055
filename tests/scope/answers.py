"""What each route answers a role it lets in: the table that test_matrix.py walks."""

#: route → what it answers for own, other, none; a list answers 200 with nothing in it
ANSWERS = {
    "GET /api/v1/visits": (200, 200, 200),
    "GET /api/v1/visits/{visit_id}": (200, 404, 404),
    "GET /api/v1/findings": (200, 200, 200),
    "GET /api/v1/findings/{finding_id}": (200, 404, 404),
    "GET /api/v1/openings": (200, 200, 200),
    "GET /api/v1/openings/{opening}": (200, 404, 404),
    "GET /api/v1/letters": (200, 200, 200),
    "GET /api/v1/letters/{letter}": (200, 404, 404),
    "POST /api/v1/letters/{letter}/petitioner": (200, 404, 404),
    "GET /api/v1/papers": (200, 200, 200),
    "GET /api/v1/audits": (200, 200, 200),
    "GET /api/v1/audits/{audit_id}": (200, 404, 404),
    "GET /api/v1/balances": (200, 200, 200),
    "GET /api/v1/balances/{balance_id}": (200, 404, 404),
    "GET /api/v1/supervisions": (200, 200, 200),
    "GET /api/v1/supervisions/{supervision_id}": (200, 404, 404),
    "GET /api/v1/entries/{entry_id}": (200, 404, 404),
    "PUT /api/v1/entries/{entry_id}": (201, 403, 403),
    "POST /api/v1/entries": (200, 200, 200),
    "POST /api/v1/entries/rehearsal": (200, 200, 200),
    "GET /api/v1/sites": (200, 200, 200),
    "GET /api/v1/enterprises": (200, 200, 200),
    "GET /api/v1/entries/{entry_id}/amendments": (200, 404, 404),
    "GET /api/v1/filings": (200, 200, 200),
    "GET /api/v1/photos/{sha256}": (200, 404, 404),
    "HEAD /api/v1/photos/{sha256}": (200, 404, 404),
    "POST /api/v1/accounts/{account}/code": (200, 404, 404),
    "GET /api/v1/receipts": (200, 200, 200),
    "GET /api/v1/exports/{name}": (200, 200, 200),
    "GET /api/v1/documents/{kind}/{name}": (200, 404, 404),
    "DELETE /api/v1/devices/{device}": (200, 404, 404),
}
#: what is asked for in these is a visit, or of one
OF_A_VISIT = {
    "GET /api/v1/entries/{entry_id}": 404,
    "GET /api/v1/entries/{entry_id}/amendments": 404,
    "GET /api/v1/photos/{sha256}": 404,
    "HEAD /api/v1/photos/{sha256}": 404,
    "GET /api/v1/exports/{name}": 403,
}
#: routes that name no unit: they answer everybody they let in, within scope
PLAIN = {
    "GET /api/v1/accounts", "GET /api/v1/areas", "GET /api/v1/calendars", "GET /api/v1/clocks",
    "GET /api/v1/chasing", "GET /api/v1/rates",
    "POST /api/v1/calendars/preview",
    "GET /api/v1/batches", "GET /api/v1/readings",
    "POST /api/v1/calc/{name}", "GET /api/v1/changes", "GET /api/v1/coverage", "GET /api/v1/devices",
    "GET /api/v1/papers/kinds",
    "GET /api/v1/inbox", "GET /api/v1/intensity", "GET /api/v1/kinds", "GET /api/v1/listings", "GET /api/v1/me",
    "GET /api/v1/people", "GET /api/v1/publications", "GET /api/v1/rectification",
    "GET /api/v1/reference/{table}",
    "GET /api/v1/tasks", "GET /api/v1/tokens", "GET /api/v1/units",
    "GET /api/v1/units/at", "POST /api/v1/password", "PUT /api/v1/photos/{sha256}",
    "POST /api/v1/logout",
}  # fmt: skip
