"""Who else handles the signals that wasm traps and lost pages are made of."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from tests.runtime.support import run

USE = """
import ctypes, faulthandler, os, signal, sys, threading
from polyprim import Counter, DataLossError, Host, NativeError

def trap(host):
    try:
        Counter(host._segment, 1, "far out", 0xFFFFFFF0).get()
    except NativeError as error:
        print("trapped")
    else:
        print("nothing happened")

def lose(path):
    with Host(path=path, size=2 << 20, create=True) as host:
        hits = host.counter("hits")
        os.truncate(path, 0)
        try:
            hits.add(1)
        except DataLossError:
            print("lost")

def in_thread(function, *arguments):
    thread = threading.Thread(target=function, args=arguments)
    thread.start()
    thread.join()
"""
FOREIGN = """
#include <signal.h>
#include <stdio.h>
#include <unistd.h>
static void handle(int number, siginfo_t *info, void *context) {
    (void)info, (void)context;
    static const char text[] = "foreign handler\\n";
    (void)!write(1, text, sizeof text - 1);
    _exit(100 + number);
}
void install(void) {
    struct sigaction action = {.sa_flags = SA_SIGINFO | SA_ONSTACK};
    action.sa_sigaction = handle;
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
}
"""
BEFORE_AND_AFTER = pytest.mark.parametrize("when", ["before", "after"])


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Python that installs handlers of somebody else's."""
    folder = tmp_path_factory.mktemp("foreign")
    (folder / "foreign.c").write_text(FOREIGN)
    library = folder / "foreign.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, folder / "foreign.c"], check=True)
    return f"ctypes.CDLL({str(library)!r}).install()\n"


def _script(when: str, install: str, *use: str) -> str:
    """What installs a handler before or after there is an engine, and then uses a segment."""
    first, second = (install, "") if when == "before" else ("", install)
    return USE + first + "host = Host()\n" + second + "\n".join(use) + "\n"


@BEFORE_AND_AFTER
@pytest.mark.parametrize("who", ["faulthandler", "foreign"])
def test_traps_and_lost_pages_stay_errors(
    when: str, who: str, foreign: str, tmp_path: Path
) -> None:
    install = "faulthandler.enable()\n" if who == "faulthandler" else foreign
    use = ["in_thread(trap, host)", "trap(host)", "in_thread(lose, sys.argv[1])", "trap(host)"]
    done = run(_script(when, install, *use), tmp_path / "file")
    assert (done.stdout.split(), done.returncode) == (
        ["trapped", "trapped", "lost", "trapped"],
        0,
    ), done.stderr


def test_handlers_that_come_and_go(tmp_path: Path) -> None:
    """However often: either the trap is an error, or the thread is refused by one."""
    use = """
for _ in range(8):
    faulthandler.enable()
    in_thread(trap, host)
    faulthandler.disable()
    in_thread(trap, host)
"""
    done = run(USE + "host = Host()\n" + use + "print('alive')", tmp_path / "file")
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) == {"trapped", "alive"}


CRASHES = {
    "a bad access": ("ctypes.string_at(8)", signal.SIGSEGV),
    "a signal that was sent": ("os.kill(os.getpid(), signal.SIGSEGV)", signal.SIGSEGV),
    "a lost page of another mapping": (
        "import mmap; file = open(sys.argv[1], 'w+b'); file.truncate(4096); "
        "pages = mmap.mmap(file.fileno(), 4096); file.truncate(0); pages[0]",
        signal.SIGBUS,
    ),
    "a bus error that was sent": ("os.kill(os.getpid(), signal.SIGBUS)", signal.SIGBUS),
}


@BEFORE_AND_AFTER
@pytest.mark.parametrize("crash", CRASHES)
def test_a_crash_of_another_kind_ends_in_the_handler_that_was_there(
    when: str, crash: str, foreign: str, tmp_path: Path
) -> None:
    code, number = CRASHES[crash]
    done = run(_script(when, foreign, "in_thread(trap, host)", code), tmp_path / "file")
    assert (done.stdout, done.returncode) == ("trapped\nforeign handler\n", 100 + number)


# Of a SIGSEGV that was sent wasmtime's own handler expects that it comes again by itself.
DEADLY = sorted(CRASHES.keys() - {"a signal that was sent"})


@BEFORE_AND_AFTER
@pytest.mark.parametrize("crash", DEADLY)
def test_faulthandler_shows_such_a_crash(when: str, crash: str, tmp_path: Path) -> None:
    code, number = CRASHES[crash]
    install = "faulthandler.enable()\n"
    done = run(_script(when, install, "in_thread(trap, host)", code), tmp_path / "file")
    assert done.stdout == "trapped\n"
    assert done.returncode == -number
    assert "Fatal Python error" in done.stderr


@pytest.mark.parametrize("crash", DEADLY)
def test_without_a_handler_such_a_crash_kills(crash: str, tmp_path: Path) -> None:
    code, number = CRASHES[crash]
    done = run(_script("before", "", "in_thread(trap, host)", code), tmp_path / "file")
    assert (done.stdout, done.returncode) == ("trapped\n", -number)


def test_handlers_of_python_s_own_are_let_be(tmp_path: Path) -> None:
    use = """
caught = []
signal.signal(signal.SIGBUS, lambda *_: caught.append("python's"))
in_thread(trap, host)
os.kill(os.getpid(), signal.SIGBUS)
print(*caught)
"""
    done = run(USE + "host = Host()\n" + use, tmp_path / "file")
    assert (done.stdout, done.returncode) == ("trapped\npython's\n", 0), done.stderr
