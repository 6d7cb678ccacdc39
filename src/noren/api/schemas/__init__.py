"""What the API reads and answers, as pydantic models: the OpenAPI description is made from these."""
