"""What a running host shows of itself."""

from polyprim.observe.endpoint import Endpoint
from polyprim.observe.exposition import exposition
from polyprim.observe.scraping import scrape
from polyprim.observe.unblocked import Unblocked

__all__ = ["Endpoint", "Unblocked", "exposition", "scrape"]
