"""What refusals and workflows say, in the language of whoever reads."""

__all__: list[str] = []
