"""Tasks: instances of WASI modules that are started, captured and restored in one way.

from polyprim import Host

with Host() as host:
    module = host.tasks.load("app.wasm")
    with module.start(arguments=["app", "--once"]) as task:
        print(task.run().output)
"""

from polyprim.tasks.module import TaskModule
from polyprim.tasks.options import Folder, Limits
from polyprim.tasks.outcome import Outcome, State, Value
from polyprim.tasks.scope import Scope
from polyprim.tasks.snapshots import Snapshots
from polyprim.tasks.task import Task
from polyprim.tasks.tasks import Tasks

__all__ = [
    "Folder",
    "Limits",
    "Outcome",
    "Scope",
    "Snapshots",
    "State",
    "Task",
    "TaskModule",
    "Tasks",
    "Value",
]
