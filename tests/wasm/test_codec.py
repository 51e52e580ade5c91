"""The wire codec against the protobuf library, on mutated messages and on every known trap."""

from __future__ import annotations

import random
import zlib
from collections.abc import Sequence
from itertools import cycle, islice

import pytest
import wasmtime
from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message

from tests.wasm.codec_harness import (
    BUFFER,
    INPUT,
    OUTPUT,
    REPLY_BYTES,
    REQUEST_BYTES,
    SLOT_OFFSET,
    STATUS_INVALID_PROTO,
    contract,
    mirrored,
)
from tests.wasm.codec_model import NAME, Model
from tests.wasm.codec_modules import Decoder, Echo
from tests.wasm.codec_mutants import Mutants, delimited, tag, varint
from tests.wasm.codec_traps import ACCEPTED, ADD, BROKEN, KEPT, LIMITS, LISTS, REFUSED, VALID
from wasm.check import check_module

MUTANTS = 1_000_000
ECHOES = 20_000
BATCH = 4_000
BACKGROUNDS = (0xA5, 0x00, 0xFF)
SEED = 20240
MIRROR_BYTES = 12  # kept free for the timeout_ms that a mirrored reply has


@pytest.fixture(scope="module")
def decoder(tmp_path_factory: pytest.TempPathFactory) -> Decoder:
    return Decoder(contract(), tmp_path_factory.mktemp("decoder"), "decoder")


@pytest.fixture(scope="module")
def echo(tmp_path_factory: pytest.TempPathFactory) -> Echo:
    return Echo(mirrored(contract()), tmp_path_factory.mktemp("echo"), "echo")


@pytest.fixture(scope="module")
def model() -> Model:
    return Model(contract())


@pytest.mark.parametrize("which", ["decoder", "echo"])
def test_generated_code_keeps_the_laws(which: str, request: pytest.FixtureRequest) -> None:
    """No data, no stack in memory, whatever the shape of the messages."""
    compiled = request.getfixturevalue(which).compiled
    violations = check_module(which, compiled.raw, compiled.ir)
    assert [found for found in violations if not found.where.startswith("export ")] == []


def compare(
    decoder: Decoder, model: Model, messages: Sequence[tuple[int, Descriptor, bytes]]
) -> int:
    """Fails where the codec and the reference differ; answers how many messages were accepted."""
    accepted = 0
    outcomes = decoder.decode([(index, data) for index, _, data in messages])
    for (_, descriptor, data), outcome in zip(messages, outcomes, strict=True):
        message = model.parse(descriptor, data)
        broken = 0 if message is None else model.broken(message)
        want = 0 if message is not None and not broken else STATUS_INVALID_PROTO
        where = f"{descriptor.name} {data.hex()}"
        assert (outcome.status, outcome.field or 0) == (want, broken), where
        if message is not None:
            assert outcome.dump == model.dump(message), where
            accepted += not broken
            assert broken or outcome.timeout_ms == model.timeout_ms(message), where
    return accepted


def test_mutants(decoder: Decoder, model: Model) -> None:
    """A million mutated messages: the same verdict, the same fields, and no other byte touched."""
    descriptors = [model.descriptor(name) for name in decoder.messages]
    mutants = [Mutants(descriptor, SEED) for descriptor in descriptors]
    sources = cycle(zip(range(len(mutants)), descriptors, mutants, strict=True))
    accepted = 0
    for batch in range(MUTANTS // BATCH):
        decoder.clear(BACKGROUNDS[batch % len(BACKGROUNDS)])
        drawn = list(islice(sources, BATCH))
        messages = [(index, descriptor, mutant.next()) for index, descriptor, mutant in drawn]
        accepted += compare(decoder, model, messages)
    # Neither kind may be so rare that the test says little about it.
    assert 0.1 < accepted / MUTANTS < 0.9


def compare_one(decoder: Decoder, model: Model, name: str, data: bytes) -> int | None:
    """The field for which the request is refused, once codec and reference have agreed on it."""
    index = decoder.messages.index(name)
    for background in BACKGROUNDS:
        decoder.clear(background)
        compare(decoder, model, [(index, model.descriptor(name), data)])
    (outcome,) = decoder.decode([(index, data)])
    return outcome.field


@pytest.mark.parametrize("trap", ACCEPTED)
def test_accepts(decoder: Decoder, model: Model, trap: str) -> None:
    name, data = ACCEPTED[trap]
    assert compare_one(decoder, model, name, data) is None


@pytest.mark.parametrize("trap", REFUSED)
def test_refuses(decoder: Decoder, model: Model, trap: str) -> None:
    name, data = REFUSED[trap]
    assert compare_one(decoder, model, name, data) == 0


def test_keeps_all_rules(decoder: Decoder, model: Model) -> None:
    assert compare_one(decoder, model, LIMITS, b"".join(KEPT.values())) is None


@pytest.mark.parametrize("rule", BROKEN)
def test_names_the_broken_field(decoder: Decoder, model: Model, rule: str) -> None:
    number, chunk = BROKEN[rule]
    fields = {**KEPT, number: chunk or b""}
    assert compare_one(decoder, model, LIMITS, b"".join(fields.values())) == number


def test_every_prefix_and_every_byte(decoder: Decoder, model: Model) -> None:
    """A valid request, cut off at each place and with each byte in each place."""
    data = delimited(1, b"orders/received") + tag(2, 0) + varint(300) + tag(15, 0) + varint(5000)
    descriptor, index = model.descriptor(ADD), decoder.messages.index(ADD)
    changed = [data[:at] for at in range(len(data))]
    changed += [
        data[:at] + bytes([byte]) + data[at + 1 :] for at in range(len(data)) for byte in range(256)
    ]
    decoder.clear(0xA5)
    for start in range(0, len(changed), BATCH):
        batch = changed[start : start + BATCH]
        compare(decoder, model, [(index, descriptor, data) for data in batch])


def test_the_longest_request(decoder: Decoder, model: Model) -> None:
    """The area may be full to its last byte; one byte more is refused unread."""
    descriptor, index = model.descriptor(ADD), decoder.messages.index(ADD)
    assert len(_long(REQUEST_BYTES)) == REQUEST_BYTES
    compare(decoder, model, [(index, descriptor, _long(REQUEST_BYTES))])
    longer = _long(REQUEST_BYTES + 1)
    assert model.parse(descriptor, longer) is not None
    decoder.bytes[BUFFER : BUFFER + len(longer)] = longer
    decoder.call("run_in_place", index, len(longer), OUTPUT)
    assert decoder.bytes[OUTPUT] == STATUS_INVALID_PROTO


def _long(length: int) -> bytes:
    """A valid request of that length, a few bytes less than 2^21."""
    return VALID + delimited(77, bytes(length - len(VALID) - len(tag(77, 2)) - 3))


def test_a_slot_without_buffer(decoder: Decoder) -> None:
    decoder.clear(0)
    decoder.bytes[SLOT_OFFSET + 128 : SLOT_OFFSET + 132] = bytes(4)
    decoder.call("run_in_place", decoder.messages.index(LISTS), 0, OUTPUT)
    assert decoder.bytes[OUTPUT] == STATUS_INVALID_PROTO


@pytest.mark.parametrize("byte", [0x00, 0x01, 0x0A, 0x10, 0x61, 0x7F, 0x80, 0xFF])
def test_a_request_written_over_meanwhile(decoder: Decoder, byte: int) -> None:
    """An iterator ends, and gives out no more items than were accepted, whatever it then finds."""
    decoder.clear(byte)
    request = delimited(1, VALID) * 50
    decoder.bytes[BUFFER : BUFFER + len(request)] = request
    assert decoder.call("scribble", len(request), byte) <= 50


def test_names(decoder: Decoder) -> None:
    """Each byte in each place of names of each length."""
    rng = random.Random(SEED)
    alphabet = b"abcxyzABCXYZ0189._-:/"
    for length in range(70):
        good = bytes(rng.choice(alphabet) for _ in range(length))
        for _ in range(40):
            name = bytearray(good)
            if name:
                name[rng.randrange(length)] = rng.randrange(256)
            decoder.bytes[INPUT : INPUT + length] = name
            want = NAME.fullmatch(name.decode("latin-1")) is not None
            assert decoder.call("name", INPUT, length) == want, bytes(name)
    for at in range(9):
        for byte in range(256):
            name = bytearray(b"a" * 9)
            name[at] = byte
            decoder.bytes[INPUT : INPUT + 9] = name
            want = NAME.fullmatch(name.decode("latin-1")) is not None
            assert decoder.call("name", INPUT, 9) == want, bytes(name)


def test_utf8(decoder: Decoder) -> None:
    """Every first byte before every edge of the bytes that may follow."""
    edges = (0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF)
    texts = [bytes([first]) for first in range(256)]
    texts += [bytes([first, second]) for first in range(0x80, 256) for second in edges]
    texts += [text + last for text in texts if len(text) == 2 for last in (b"\x80", b"\x80\xbf")]
    for text in texts:
        decoder.bytes[INPUT : INPUT + len(text)] = text
        assert decoder.call("utf8", INPUT, len(text)) == _is_utf8(text), text


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def test_crc32(decoder: Decoder) -> None:
    rng = random.Random(SEED)
    for length in (*range(70), 4096, 65_536):
        for at in (0, 1, 7):
            data = rng.randbytes(length)
            decoder.bytes[INPUT + at : INPUT + at + length] = data
            assert decoder.call("crc", INPUT + at, length) == zlib.crc32(data)


def test_copy_bytes(decoder: Decoder) -> None:
    """What is copied is all that changes, at any alignment."""
    rng = random.Random(SEED)
    for length in (*range(100), 4095, 65_536):
        for source, target in ((0, 0), (1, 0), (3, 5)):
            decoder.clear(0xA5)
            data = rng.randbytes(length)
            decoder.bytes[INPUT : INPUT + length + 64] = rng.randbytes(length + 64)
            decoder.bytes[INPUT + source : INPUT + source + length] = data
            decoder.call("copy", OUTPUT + 64 + target, INPUT + source, length)
            start = OUTPUT + 64 + target
            around = bytes(decoder.bytes[start - 64 : start + length + 64])
            assert around == b"\xa5" * 64 + data + b"\xa5" * 64


def test_writers(echo: Echo) -> None:
    """What the writers make of any reply, the library reads as that reply."""
    model = Model(mirrored(contract()))
    descriptors = [model.descriptor(name) for name in echo.messages]
    mutants = [Mutants(descriptor, SEED) for descriptor in descriptors]
    replies: list[tuple[int, Message]] = []
    while len(replies) < ECHOES:
        for index, (descriptor, mutant) in enumerate(zip(descriptors, mutants, strict=True)):
            reply = model.parse(descriptor, mutant.next())
            if reply is not None and not model.broken(reply):
                reply.ClearField("timeout_ms")
                reply.DiscardUnknownFields()
                replies.append((index, reply))
    for start in range(0, len(replies), BATCH):
        batch = replies[start : start + BATCH]
        results = echo.echo([(index, reply.SerializeToString()) for index, reply in batch])
        for (_, reply), (put, room) in zip(batch, results, strict=True):
            assert type(reply).FromString(put) == reply
            assert type(reply).FromString(room) == reply
            if not any(field.is_repeated for field in reply.DESCRIPTOR.fields):
                assert put == reply.SerializeToString(deterministic=True)


@pytest.mark.parametrize("fill", ["fill_names", "fill_records"])
@pytest.mark.parametrize("length", [0, 1, 63, 64, 1000, 65_536])
def test_a_reply_is_filled_to_the_brim(echo: Echo, fill: str, length: int) -> None:
    """As many items as fit, the singular fields after them, and not a byte beyond the area."""
    echo.clear(0xA5)
    echo.bytes[BUFFER : BUFFER + length] = b"a" * length
    count = echo.call(fill, length)
    size = int.from_bytes(echo.bytes[SLOT_OFFSET + 88 : SLOT_OFFSET + 92], "little")
    item = len(delimited(1, bytes(length))) if fill == "fill_names" else len(_record(length))
    start = BUFFER + REQUEST_BYTES
    assert count >= 1
    assert size <= REPLY_BYTES < size + item + MIRROR_BYTES
    assert bytes(echo.bytes[start + size : start + REPLY_BYTES + 64]).strip(b"\xa5") == b""


def _record(length: int) -> bytes:
    return delimited(1, delimited(1, bytes(length)) + tag(2, 5) + bytes(4))


@pytest.mark.parametrize("length", [1, 64, 1000, 65_536])
def test_a_put_that_does_not_fit_traps(echo: Echo, length: int) -> None:
    echo.clear(0xA5)
    with pytest.raises(wasmtime.Trap):
        echo.call("overfill", length)
    end = BUFFER + REQUEST_BYTES + REPLY_BYTES
    assert bytes(echo.bytes[end : end + 4096]) == b"\xa5" * 4096
