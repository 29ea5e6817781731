"""The file of a mobility: read with care, written whole or not at all, nobody's change lost."""

import json
import os
import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mobiflow.cli import files
from mobiflow.cli.files import locked
from mobiflow.cli.outcome import Conflict
from mobiflow.cli.output.session import Session
from tests.commandline import NEW, begin, data, prepared, run, stored

POSIX = pytest.mark.skipif(os.name == "nt", reason="as POSIX does it")
MOBIFLOW = (sys.executable, "-c", "from mobiflow.cli import main; main()")


@pytest.fixture(autouse=True)
def january(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    begin(monkeypatch, tmp_path)


@pytest.fixture
def file() -> str:
    return prepared()


def outside(*arguments: str, **options: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", **options}
    return subprocess.run(
        (*MOBIFLOW, *arguments),
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=environment,
    )


# -- files that are no mobility

NOT_A_MOBILITY = {
    "empty": b"",
    "no-json": b"Dear Sir or Madam,",
    "binary": bytes(range(256)) * 8,
    "other-json": b'{"name": "something else"}',
    "a-list": b"[1, 2, 3]",
    "later": b'{"format": "mobiflow/99"}',
    "cut-off": b'{"format": "mobiflow/1", "workflow": "mobi',
    "deep": b"[" * 100_000,
}


@pytest.mark.parametrize("content", NOT_A_MOBILITY.values(), ids=NOT_A_MOBILITY)
@pytest.mark.parametrize("command", ["show", "todo", "journal", "available"])
def test_a_file_that_is_no_mobility_is_said_to_be_none(command: str, content: bytes) -> None:
    Path("x.json").write_bytes(content)
    result = run(command, "x.json", ends=2)
    assert result.stderr.startswith("Error: x.json: This is not a mobility that can be read:")
    assert result.stdout == ""
    error = data(run(command, "x.json", "--json", ends=2))["error"]
    assert error["problems"]


def test_a_directory_is_said_to_be_one(tmp_path: Path) -> None:
    assert "is a directory. Name a file in it." in run("show", str(tmp_path), ends=2).stderr


def test_a_file_that_may_not_be_read_is_said_to_be_so(
    file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "“m.json” may not be read." in run("show", file, ends=2).stderr


def test_a_file_that_may_not_be_written_is_said_to_be_so(
    file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Path(file).read_bytes()

    def refuse(_path: Path, _target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    shown = run("do", file, "reject", "--learner", "l-1", ends=2).stderr
    assert "“m.json” cannot be written: Permission denied. Nothing was changed." in shown
    assert Path(file).read_bytes() == before
    assert sorted(path.name for path in Path().iterdir()) == [
        "companies.csv",
        "learners.csv",
        "m.json",
    ]


def test_a_directory_that_is_not_there_is_said_to_be_missing() -> None:
    shown = run("new", "nowhere/m.json", *NEW, ends=2).stderr
    assert "there is no such directory" in shown


# -- writing


def test_nothing_is_left_beside_the_file(file: str) -> None:
    run("do", file, "reject", "--learner", "l-1")
    assert sorted(path.name for path in Path().iterdir()) == [
        "companies.csv",
        "learners.csv",
        "m.json",
    ]


@POSIX
def test_a_file_keeps_its_permissions_and_its_links(file: str) -> None:
    Path(file).chmod(0o640)
    Path("link.json").symlink_to(file)
    run("do", "link.json", "reject", "--learner", "l-1")
    assert Path("link.json").is_symlink()
    assert stat.S_IMODE(Path(file).stat().st_mode) == 0o640
    assert stored(file)["mobility"]["learners"]["l-1"]["status"] == "rejected"


def test_who_writes_later_does_not_undo_the_other(file: str) -> None:
    first, second = (files.opened(Path(file), Session()) for _ in range(2))
    first.flow.do("reject", learner="l-1")
    second.flow.do("reject", learner="l-2")
    first.save()
    with pytest.raises(Conflict):
        second.save()
    statuses = [learner["status"] for learner in stored(file)["mobility"]["learners"].values()]
    assert statuses == ["rejected", "candidate", "candidate"]


def test_a_conflict_ends_with_its_own_exit_code(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    original = files.Opened.save

    def late(opened: files.Opened) -> None:
        Path(file).write_bytes(opened.data + b"\n")
        original(opened)

    monkeypatch.setattr(files.Opened, "save", late)
    shown = run("do", file, "reject", "--learner", "l-1", ends=3).stderr
    assert "“m.json” was changed by somebody else in the meantime." in shown
    error = data(run("do", file, "reject", "--learner", "l-1", "--json", ends=3))["error"]
    assert error["kind"] == "conflict"


def test_a_file_removed_meanwhile_is_a_conflict(file: str) -> None:
    opened = files.opened(Path(file), Session())
    opened.flow.do("reject", learner="l-1")
    Path(file).unlink()
    with pytest.raises(Conflict):
        opened.save()
    assert not Path(file).exists()


def test_a_lock_lets_one_in_at_a_time(tmp_path: Path) -> None:
    path, inside, most = tmp_path / "x", 0, 0

    def work(_number: int) -> None:
        nonlocal inside, most
        for _ in range(25):
            with locked(path):
                inside += 1
                most = max(most, inside)
                inside -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert most == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_writers_at_the_same_time_lose_nothing(file: str) -> None:
    """Every process that said it was done left an entry, and no other one did."""
    before = len(stored(file)["journal"])
    tasks = (
        *("present-project/tailor-presentation", "present-project/brief-host-partner"),
        *("inform-candidates/inform-learners", "inform-candidates/inform-sending-companies"),
        *("prepare-participants/programme", "prepare-participants/funders"),
    )
    with ThreadPoolExecutor(6) as pool:
        results = list(
            pool.map(
                lambda task: outside("do", file, "complete-task", "--set", f"task={task}"), tasks
            )
        )
    assert {result.returncode for result in results} <= {0, 3}
    done = [task for task, result in zip(tasks, results, strict=True) if result.returncode == 0]
    assert done
    document = stored(file)
    assert len(document["journal"]) - before == len(done)
    assert set(document["mobility"]["tasks"]) == set(done)
    assert sorted(path.name for path in Path().iterdir()) == [
        "companies.csv",
        "learners.csv",
        "m.json",
    ]


# -- the journal


def test_a_journal_that_was_changed_is_found_out(file: str) -> None:
    assert data(run("journal", file, "--verify", "--json")) == {
        "unbroken": True,
        "entries": 2,
        "problems": [],
    }
    document = stored(file)
    document["journal"][0]["actor"]["id"] = "somebody-else"
    Path(file).write_text(json.dumps(document))
    shown = run("journal", file, "--verify", ends=1).stdout
    assert "The journal is not as it was written:" in shown
    assert "$.journal[1]" in shown
    assert data(run("journal", file, "--verify", "--json", ends=1))["unbroken"] is False
    run("journal", file, ends=2)


def test_the_last_entries_are_enough(file: str) -> None:
    run("do", file, "reject", "--learner", "l-1")
    found = data(run("journal", file, "--last", "1", "--json"))["journal"]
    assert [entry["number"] for entry in found] == [2]


# -- in a process of its own


def test_the_library_alone_is_light() -> None:
    code = (
        "import sys, mobiflow, mobiflow.cli\n"
        "print(sorted({'click', 'rich', 'rich_click', 'cattrs'} & sys.modules.keys()))"
    )
    shown = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=True)
    assert shown.stdout == "[]\n"


@pytest.mark.parametrize("asked", ["--help", "--version", ""])
def test_help_and_version_need_nothing_loaded(asked: str) -> None:
    code = (
        "import atexit, sys; from mobiflow.cli import main\n"
        "heavy = {'attrs', 'click', 'rich', 'rich_click', 'pluggy', 'mobiflow.engine'}\n"
        "atexit.register(lambda: print('loaded:', sorted(heavy & sys.modules.keys())))\n"
        f"sys.argv = ['mobiflow', *{asked.split()!r}]; main()"
    )
    shown = subprocess.run(
        (sys.executable, "-c", code), capture_output=True, text=True, check=False
    )
    assert shown.stdout.splitlines()[-1] == "loaded: []"
    assert (shown.returncode, bool(shown.stderr)) == ((0, False) if asked else (2, True))
    assert "mobiflow" in shown.stdout + shown.stderr


def test_completing_the_name_of_a_command_loads_no_engine() -> None:
    code = (
        "import atexit, os, sys; from mobiflow.cli import main\n"
        "atexit.register(lambda: print('engine:', 'mobiflow.engine' in sys.modules))\n"
        "os.environ.update(_MOBIFLOW_COMPLETE='bash_complete', COMP_WORDS='mobiflow ')\n"
        "os.environ['COMP_CWORD'] = '1'; main()"
    )
    shown = subprocess.run(
        (sys.executable, "-c", code), capture_output=True, text=True, check=False
    )
    assert shown.stdout.splitlines()[-1] == "engine: False"
    assert "plain,requirements" in shown.stdout


@pytest.mark.parametrize(
    ("package", "asked"),
    [("click", "guide"), ("rich", "guide"), ("rich_click", "guide --help")],
)
def test_without_the_extra_it_says_what_to_install(package: str, asked: str) -> None:
    code = (
        f"import sys; sys.modules[{package!r}] = None; from mobiflow.cli import main\n"
        f"sys.argv = ['mobiflow', *{asked.split()!r}]; main()"
    )
    result = subprocess.run(
        (sys.executable, "-c", code), capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert result.stderr.splitlines() == [
        (
            f"The command line needs the package {package}. "
            'Install it with: pip install "mobiflow[cli]"'
        )
    ]


def test_a_whole_round_works_in_processes_of_their_own(file: str) -> None:
    assert outside("show", file).returncode == 0
    refused = outside("do", file, "select", "--learner", "l-1")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Traceback" not in refused.stderr
    assert outside("show", "no.json").returncode == 2
    french = outside("show", file, LANG="fr_FR.UTF-8", LC_ALL="fr_FR.UTF-8")
    assert "candidat" in french.stdout


def test_a_terminal_that_knows_few_letters_is_no_reason_to_fail(file: str) -> None:
    result = outside("show", file, PYTHONIOENCODING="ascii")
    assert (result.returncode, result.stderr) == (0, "")
    assert "L?a Martin" in result.stdout
    found = json.loads(outside("show", file, "--json", PYTHONIOENCODING="ascii").stdout)
    assert found["learners"][0]["name"] == "Léa Martin"


@POSIX
def test_nobody_reading_on_is_no_error() -> None:
    with subprocess.Popen(
        (*MOBIFLOW, "guide"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@POSIX
@pytest.mark.parametrize(
    ("options", "variables", "coloured"),
    [((), {}, True), (("--no-color",), {}, False), ((), {"NO_COLOR": "1"}, False)],
)
def test_a_terminal_gets_colours_unless_told_otherwise(
    file: str, options: tuple[str, ...], variables: dict[str, str], *, coloured: bool
) -> None:
    import pty

    leader, follower = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80", **variables}
    with subprocess.Popen(
        (*MOBIFLOW, "show", file, *options), stdout=follower, stderr=follower, env=environment
    ) as process:
        os.close(follower)
        shown = b""
        try:
            while piece := os.read(leader, 4096):
                shown += piece
        except OSError:  # Linux says so when the other end is closed
            pass
    os.close(leader)
    assert process.returncode == 0
    assert "Léa Martin" in shown.decode()
    assert (re.search(rb"\x1b\[[0-9;]*m", shown) is not None) == coloured


def test_ctrl_c_stops_without_a_trace(monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    def interrupt(_self: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "read_bytes", interrupt)
    assert "Stopped; nothing was changed." in run("show", file, ends=130).stderr


@POSIX
def test_a_shell_completes_names_and_ids(file: str) -> None:
    def completed(line: str) -> list[str]:
        words = line.split(" ")
        result = outside(
            _MOBIFLOW_COMPLETE="bash_complete",
            COMP_WORDS=line,
            COMP_CWORD=str(len(words) - 1),
        )
        return [found.partition(",")[2] for found in result.stdout.splitlines()]

    assert completed("mobiflow tod") == ["todo"]
    assert completed("mobiflow --loc") == ["--locale"]
    assert completed("mobiflow do m.json mark") == ["mark-no-show", "mark-outcome"]
    assert completed("mobiflow do m.json select --learner l-") == ["l-1", "l-2", "l-3"]
    assert completed("mobiflow do m.json inform --company c") == ["c-1", "c-2"]
    assert completed("mobiflow todo m.json --role tu") == ["tutor"]
    assert completed("mobiflow guide --step deb") == ["debrief"]
