"""Writes mobiflow-1.json anew. Only as long as no published mobiflow writes this format."""
