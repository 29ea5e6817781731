"""Plugins: which ones, and what they contribute, assembled into blueprints."""
