"""What a running host shows of itself."""

from polyprim.observe.endpoint import Endpoint
from polyprim.observe.exposition import exposition

__all__ = ["Endpoint", "exposition"]
