"""A strict OpenID Connect issuer for the demo and the tests; never for a real school."""
