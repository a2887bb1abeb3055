def schema_routes():
    return []
