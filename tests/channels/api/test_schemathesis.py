"""The API attacked from its own document: every check that schemathesis has, valid and invalid data, and links."""
