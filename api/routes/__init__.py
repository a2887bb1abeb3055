"""The routes by subject. Each handler decodes, makes one call, answers; each declares whom it lets in."""
