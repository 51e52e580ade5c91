"""The host's contract, and how it lives beside clients in one process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from polyprim import contract

ROOT = Path(__file__).resolve().parent.parent.parent
CLIENT_GEN = ROOT / "bindings" / "python" / "polyprim_client" / "gen"

# Two files of one name in one pool would raise: the default pool gets a third one, which differs.
TOGETHER = """
from google.protobuf import descriptor_pb2, descriptor_pool

pool = descriptor_pool.Default()
other = descriptor_pb2.FileDescriptorProto(name="polyprim/v1/counter.proto", package="polyprim.v1")
other.message_type.add(name="CounterServiceAddRequest")
pool.AddSerializedFile(other.SerializeToString())

from polyprim import contract
from polyprim_client.gen import counter_pb2 as one, queue_pb2
from polyprim_client.gen import kafka_rebalance_hook_pb2
from another_client.gen import counter_pb2 as two

(add,) = [m for m in contract.services()[0].methods if m.name == "Add"]
classes = [one.CounterServiceAddRequest, two.CounterServiceAddRequest]
classes.append(contract.message_class(add.request))
assert len({id(each.DESCRIPTOR) for each in classes}) == 3
data = [each(name="hits", delta=-3).SerializeToString() for each in classes]
assert len(set(data)) == 1
for each in classes:
    read = each.FromString(data[0])
    assert (read.name, read.delta, read.HasField("timeout_ms")) == ("hits", -3, False)
assert not pool.FindMessageTypeByName("polyprim.v1.CounterServiceAddRequest").fields
assert one.CounterServiceAddRequest.__module__ == "polyprim_client.gen.counter_pb2"
print("together")
"""


def test_services() -> None:
    services = contract.services()
    assert [(service.kind, service.name) for service in services] == [
        (1, "counter"),
        (2, "queue"),
        (3, "kafka_rebalance_hook"),
        (4, "session"),
        (5, "stack_snapshot"),
    ]
    exports = json.loads((ROOT / "wasm" / "gen" / "exports.json").read_text())
    assert {
        service.module: [method.export for method in service.methods] for service in services
    } == exports


def test_methods() -> None:
    counter = contract.services()[0]
    method = {method.name: method for method in counter.methods}["CompareExchange"]
    assert method.path == "/polyprim.v1.CounterService/CompareExchange"
    assert method.export == "rpc_compare_exchange"
    assert method.request.full_name == "polyprim.v1.CounterServiceCompareExchangeRequest"
    assert method.response.full_name == "polyprim.v1.CounterServiceCompareExchangeResponse"


def test_which_methods_have_no_side_effects() -> None:
    assert {
        f"{service.name}.{method.name}"
        for service in contract.services()
        for method in service.methods
        if not method.has_side_effects
    } == {
        *(
            f"{service.name}.{name}"
            for service in contract.primitives()
            for name in ("Exists", "List")
        ),
        *("counter.Get", "queue.Peek", "queue.Statistics"),
        *("kafka_rebalance_hook.Get", "kafka_rebalance_hook.Events"),
        *("stack_snapshot.Pack", "stack_snapshot.Unpack", "stack_snapshot.Check"),
    }


@pytest.mark.parametrize(
    ("number", "name"), [(1, "name"), (3, "desired"), (15, "timeout_ms"), (0, ""), (2**32 - 1, "")]
)
def test_field_names(number: int, name: str) -> None:
    """Numbers come from shared memory: any of them may be asked for."""
    counter = contract.services()[0]
    method = {method.name: method for method in counter.methods}["CompareExchange"]
    assert contract.field_name(method, number) == name


def test_host_and_two_clients_in_one_process(tmp_path: Path) -> None:
    shutil.copytree(CLIENT_GEN, tmp_path / "another_client" / "gen")
    paths = [str(tmp_path), str(ROOT / "host"), str(ROOT / "bindings" / "python")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    done = subprocess.run(
        [sys.executable, "-c", TOGETHER],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "together\n", done.stderr
