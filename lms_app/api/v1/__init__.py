"""The public API: resources as JSON, for programs. Its contract is `/api/v1/openapi.json`."""
