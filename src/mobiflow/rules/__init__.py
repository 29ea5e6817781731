"""What a definition comes to for one subject: context, documents, contracts, prerequisites."""

__all__: list[str] = []
