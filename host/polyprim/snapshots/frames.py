"""Decompresses frames whose sizes are known beforehand, and nothing else."""

from __future__ import annotations

from typing import Final

import zstandard

from polyprim.errors import SnapshotDamagedError

_MAGIC: Final = zstandard.MAGIC_NUMBER.to_bytes(4, "little")
_WINDOW_MAX: Final = 8 << 20


class Frames:
    """Decompresses one frame after the other."""

    def __init__(self) -> None:
        self._decompressor: Final = zstandard.ZstdDecompressor(max_window_size=_WINDOW_MAX)

    def contents(self, frame: bytes, length: int) -> bytes:
        """What a frame of zstd holds. Raises SnapshotDamagedError unless the frame itself says that
        this is so many bytes, and it is, and nothing comes behind it."""
        if frame[:4] != _MAGIC:
            raise SnapshotDamagedError("a zstd frame was expected, and is not there")
        try:
            parameters = zstandard.get_frame_parameters(frame)
            # What the frame declares is what zstd takes memory for, whatever limit it is told.
            if parameters.content_size != length or parameters.window_size > _WINDOW_MAX:
                raise SnapshotDamagedError("a zstd frame declares another size than it should have")
            content = self._decompressor.decompress(frame, allow_extra_data=False)
        except zstandard.ZstdError as error:
            raise SnapshotDamagedError(f"a zstd frame is damaged: {error}") from error
        if len(content) != length:
            raise SnapshotDamagedError("a zstd frame holds another size than it declares")
        return content
