"""The nouns of portal-audit, as frozen dataclasses, and the registry of provinces."""
