"""What a definition comes to for one subject: context, documents, contracts, prerequisites."""
