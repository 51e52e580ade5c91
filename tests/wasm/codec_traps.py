"""Requests that fall into one known trap each: the message's name, and its bytes."""

from __future__ import annotations

from tests.wasm.codec_mutants import delimited, groups, tag, varint

ADD = "polyprim.v1.CounterServiceAddRequest"
ADD_MANY = "polyprim.v1.CounterServiceAddManyRequest"
LISTS = "polyprim.v1.ShapesServiceListsRequest"
LIMITS = "polyprim.v1.ShapesServiceLimitsRequest"
SCALARS = "polyprim.v1.ShapesServiceScalarsRequest"

VALID = delimited(1, b"hits") + tag(2, 0) + b"\5"  # an addition of 5
FF = b"\xff"

ACCEPTED = {
    "empty packed run": (LISTS, delimited(6, b"")),
    "packed and unpacked": (LISTS, delimited(6, b"\1\2") + tag(6, 0) + b"\3" + delimited(6, b"\4")),
    "unpacked fixed": (LISTS, tag(9, 5) + b"abcd" + delimited(9, b"efgh")),
    "packed although declared unpacked": (LISTS, delimited(3, b"\1\2")),
    "last one wins": (ADD, VALID + delimited(1, b"b") + tag(2, 0) + b"\7"),
    "wrong type after the right one": (ADD, VALID + delimited(2, b"x") + tag(1, 0) + b"\1"),
    "unknown fields": (
        ADD,
        tag(77, 0) + b"\1" + VALID + tag(78, 1) + b"abcdefgh" + tag(79, 5) + b"abcd",
    ),
    "bad UTF-8 in bytes": (SCALARS, delimited(14, FF)),
    "bad UTF-8 in an unknown field": (ADD, VALID + delimited(99, FF)),
    "NUL in a string": (SCALARS, delimited(13, b"\0")),
    "last code point": (SCALARS, delimited(13, b"\xf4\x8f\xbf\xbf")),
    "beside the surrogates": (SCALARS, delimited(13, b"\xed\x9f\xbf\xee\x80\x80")),
    "varint of 10 bytes": (ADD, VALID + tag(2, 0) + FF * 9 + b"\1"),
    "bits above the 64th": (ADD, VALID + tag(2, 0) + FF * 9 + b"\x7e"),
    "padded varint": (ADD, VALID + tag(2, 0) + varint(1, padding=9)),
    "padded tag": (ADD, delimited(1, b"a") + varint(16, padding=4) + b"\1"),
    "padded length": (ADD, VALID + tag(1, 2) + varint(1, padding=4) + b"a"),
    "greatest field number": (ADD, VALID + tag(2**29 - 1, 0) + b"\1"),
    "int32 of 64 bits": (SCALARS, tag(3, 0) + varint(2**32 + 7)),
    "sint32 of 64 bits": (SCALARS, tag(5, 0) + varint(2**32 + 1)),
    "bool of 64 bits": (SCALARS, tag(1, 0) + varint(2**63)),
    "bool beyond 64 bits": (SCALARS, tag(1, 0) + b"\x80" * 9 + b"\2"),
    "enum that is not listed": (SCALARS, tag(2, 0) + varint(99)),
    "negative enum": (SCALARS, tag(2, 0) + varint(2**64 - 2)),
    "group": (ADD, VALID + groups(1)),
    "100 groups": (ADD, VALID + groups(100)),
    "99 groups in an item": (ADD_MANY, delimited(1, VALID + groups(99))),
    "group with the number of a field": (ADD, VALID + tag(2, 3) + b"\x10\1" + tag(2, 4)),
    "field 0 in a group": (ADD, VALID + tag(9, 3) + b"\0\1" + tag(9, 4)),
    "group in place of an item": (ADD_MANY, tag(1, 3) + VALID + tag(1, 4)),
}

REFUSED = {
    "varint of 11 bytes": (ADD, VALID + tag(2, 0) + b"\x80" * 10 + b"\0"),
    "unknown varint of 11 bytes": (ADD, VALID + tag(77, 0) + b"\x80" * 10 + b"\0"),
    "varint cut off": (ADD, VALID + tag(2, 0) + b"\x80"),
    "tag of 6 bytes": (ADD, delimited(1, b"a") + varint(16, padding=5) + b"\1"),
    "tag of 33 bits": (ADD, VALID + varint(16 + 2**32) + b"\1"),
    "tag cut off": (ADD, VALID + b"\x90"),
    "length of 6 bytes": (ADD, VALID + tag(1, 2) + varint(1, padding=5) + b"a"),
    "length of 2^31": (ADD, VALID + tag(77, 2) + varint(2**31)),
    "length of 2^32 + 1": (ADD, VALID + tag(77, 2) + varint(2**32 + 1) + b"a"),
    "length beyond the end": (ADD, VALID + tag(77, 2) + b"\2a"),
    "length beyond the item": (ADD_MANY, delimited(1, b"\x0a\2a") + VALID),
    "varint beyond the item": (ADD_MANY, delimited(1, VALID + b"\x10\x80") + b"\1"),
    "fixed32 cut off": (SCALARS, tag(9, 5) + b"abc"),
    "fixed64 cut off": (SCALARS, tag(11, 1) + b"abcdefg"),
    "unknown fixed64 cut off": (ADD, VALID + tag(77, 1) + b"abcdefg"),
    "field 0": (ADD, VALID + b"\0\1"),
    "field 0 in an item": (ADD_MANY, delimited(1, VALID + b"\0\1")),
    "wire type 6": (ADD, VALID + tag(2, 6) + b"\1"),
    "wire type 7": (ADD, VALID + tag(77, 7) + b"\1"),
    "wire type 6 in a group": (ADD, VALID + tag(9, 3) + tag(2, 6) + tag(9, 4)),
    "group without end": (ADD, VALID + tag(9, 3)),
    "end without group": (ADD, VALID + tag(9, 4)),
    "group with another end": (ADD, VALID + tag(9, 3) + tag(8, 4)),
    "group that ends outside its item": (ADD_MANY, delimited(1, VALID + tag(9, 3)) + tag(9, 4)),
    "101 groups": (ADD, VALID + groups(101)),
    "100 groups in an item": (ADD_MANY, delimited(1, VALID + groups(100))),
    "packed varints cut off": (LISTS, delimited(6, b"\1\x80") + b"\1"),
    "packed varint of 11 bytes": (LISTS, delimited(6, b"\x80" * 10 + b"\0")),
    "packed fixed32 of 5 bytes": (LISTS, delimited(9, b"abcde")),
    "bad UTF-8 that a good one follows": (ADD, delimited(1, FF) + VALID),
    "bad UTF-8 in an item": (ADD_MANY, delimited(1, delimited(1, FF) + VALID)),
    "overlong UTF-8": (SCALARS, delimited(13, b"\xe0\x80\x80")),
    "surrogate": (SCALARS, delimited(13, b"\xed\xa0\x80")),
    "above U+10FFFF": (SCALARS, delimited(13, b"\xf4\x90\x80\x80")),
    "UTF-8 cut off": (SCALARS, delimited(13, b"a\xe2\x82")),
}  # fmt: skip

KEPT: dict[int, bytes] = {  # one way to keep each rule of the message of limits
    2: delimited(2, b"text"),
    4: delimited(4, b"x"),
    8: tag(8, 0) + b"\5",
    9: tag(9, 0) + b"\1",
    10: delimited(10, b"\1\2"),
}
BROKEN = {
    "bad name": (1, delimited(1, b"-a")),
    "required text missing": (2, None),
    "required text empty": (2, delimited(2, b"")),
    "text too long": (2, delimited(2, b"123456789")),
    "text too long in bytes": (2, delimited(2, "äöüßé".encode())),
    "data too short": (3, delimited(3, b"x")),
    "data too long": (3, delimited(3, b"12345")),
    "required data missing": (4, None),
    "required data lost to a wrong type": (4, tag(4, 0) + b"\1"),
    "required data empty": (4, delimited(4, b"")),
    "below": (5, tag(5, 0) + varint(2**64 - 4)),
    "above": (5, tag(5, 0) + varint(4)),
    "set and out of range": (6, tag(6, 0) + varint(9)),
    "no power of two": (7, tag(7, 0) + varint(12)),
    "power of two out of range": (7, tag(7, 0) + varint(32)),
    "set to 0": (7, tag(7, 0) + b"\0"),
    "required number 0": (8, tag(8, 0) + b"\0"),
    "number too large": (8, tag(8, 0) + b"\6"),
    "enum too large": (9, tag(9, 0) + b"\2"),
    "no items": (10, delimited(10, b"")),
    "too many items": (10, delimited(10, b"\1\2\3\4\5")),
    "too many messages": (11, delimited(11, delimited(1, b"a")) * 3),
    "bad message": (11, delimited(11, delimited(1, b"a")) + delimited(11, b"")),
    "message out of range": (11, delimited(11, delimited(1, b"a") + tag(3, 0) + b"\2")),
    "bad optional name": (12, delimited(12, b"")),
    "signed too large": (13, tag(13, 0) + varint(12)),
    "negative timeout": (15, tag(15, 0) + varint(2**64 - 1)),
    "lowest of two": (5, delimited(12, b"") + tag(5, 0) + b"\4"),
}
