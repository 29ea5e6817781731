"""A workflow as a TOML file: read strictly, written so that a person likes to read it."""

from mobiflow.formats.toml.workflows import read_workflow, workflow_schema, write_workflow

__all__ = ["read_workflow", "workflow_schema", "write_workflow"]
