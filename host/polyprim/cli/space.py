"""Where the bytes of a snapshot went, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.text import Text

from polyprim.snapshots import CLUSTER, Space

WIDTH: Final = 64
_LEVELS: Final = "▁▂▃▄▅▆▇█"
_Part = tuple[str, int, str]


def facts_of(space: Space) -> dict[str, Any]:
    """All of it."""
    return {
        "base_bytes": space.base_bytes,
        "zero_bytes": space.zero_bytes,
        "stored_bytes": space.stored_bytes,
        "clusters_bytes": sum(space.cluster_lengths),
        "cluster_lengths": list(space.cluster_lengths),
        "manifest_bytes": space.manifest_bytes,
    }


def drawn(space: Space, size: int) -> RenderableType:
    """A bar of the memory, one of the file, and how well each cluster was compressed."""
    clusters = sum(space.cluster_lengths)
    memory: list[_Part] = [
        ("as its module makes it", space.base_bytes, "blue"),
        ("zeros", space.zero_bytes, "bright_black"),
        ("stored", space.stored_bytes, "green"),
    ]
    file: list[_Part] = [
        ("clusters", clusters, "green"),
        ("manifest", space.manifest_bytes, "yellow"),
        ("header and footer", size - clusters - space.manifest_bytes, "bright_black"),
    ]
    pictures = [_bar("memory", memory), _bar("file", file)]
    if space.cluster_lengths:
        pictures.append(_compression(space))
    return Group(*pictures)


def _bar(title: str, parts: Sequence[_Part]) -> Text:
    total = sum(size for _, size, _ in parts)
    bar, legend, drawn_until, until = Text(), Text(), 0, 0
    for name, size, style in parts:
        until += size
        end = round(WIDTH * until / total) if total else 0
        bar.append("█" * (end - drawn_until), style)
        drawn_until = end
        legend.append("■ ", style).append(f"{name} {_bytes(size)}   ")
    heading = Text(f"\n{title}, {_bytes(total)}\n", "bold")
    return heading + bar + Text("\n") + legend


def _compression(space: Space) -> Text:
    """A column for each cluster, or for several: the part of it that is left."""
    lengths, stored = space.cluster_lengths, space.stored_bytes
    sizes = [min(CLUSTER, stored - place * CLUSTER) for place in range(len(lengths))]
    step = -(-len(lengths) // WIDTH)
    columns = Text("", "green")
    for place in range(0, len(lengths), step):
        here = slice(place, place + step)
        part = sum(lengths[here]) / max(sum(sizes[here]), 1)
        columns.append(_LEVELS[min(int(part * len(_LEVELS)), len(_LEVELS) - 1)])
    count = f"{len(lengths)} clusters" if len(lengths) > 1 else "one cluster"
    left = sum(lengths) / max(stored, 1)
    heading = Text(f"\n{count}, {left:.0%} of their bytes left\n", "bold")
    note = Text(f"\n{step} clusters a column" if step > 1 else "")
    return heading + columns + note


def _bytes(count: int) -> str:
    if count < 1024:
        return f"{count} B"
    for unit in ("KiB", "MiB"):
        count_in_unit = count / (1024 if unit == "KiB" else 1 << 20)
        if count_in_unit < 1024:
            return f"{count_in_unit:.1f} {unit}"
    return f"{count / (1 << 30):.1f} GiB"
