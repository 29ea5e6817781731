"""Build the distributions, look inside them, and try the wheel where nothing else is installed."""

import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
TEST_TOOLS = ("pytest>=9",)
"""What the README of a plugin says to install for its tests."""


def run(*command: object, cwd: Path, ok: bool = True) -> str:
    """Run a command as a user would: no settings of ours, and its output shown."""
    print("$", *command, flush=True)
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "MOBIFLOW"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    print(done.stdout, flush=True)
    if ok and done.returncode:
        sys.exit(f"{command[0]} ended with {done.returncode}")
    if "Traceback (most recent call last)" in done.stdout:
        sys.exit("a user must not see a traceback")
    return done.stdout


def build(target: str, source: Path, out: Path) -> Path:
    run(sys.executable, "-m", "hatchling", "build", "-t", target, "-d", out, cwd=source)
    (built,) = out.iterdir()
    return built


def tracked(*below: str) -> set[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *below]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {name for name in listed.stdout.splitlines() if (ROOT / name).exists()}


def same(what: str, found: set[str], wanted: set[str]) -> None:
    if found != wanted:
        sys.exit(f"{what}: missing {sorted(wanted - found)}, unexpected {sorted(found - wanted)}")
    print(f"{what}: {len(found)} files, as they should be", flush=True)


def names(wheel: Path) -> set[str]:
    return {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}


def look_inside(out: Path) -> Path:
    """Check what the sdist and the wheel hold; return the wheel."""
    sdist = build("sdist", ROOT, out / "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(out / "unpacked", filter="data")
        held = {name.partition("/")[2] for name in archive.getnames()}
    same("sdist", held, tracked() | {"PKG-INFO"})

    wheel = build("wheel", ROOT, out / "wheel")
    package = {name.removeprefix("src/") for name in tracked("src")}
    examples = {f"mobiflow/{name}" for name in tracked("examples/leipzig-2027")}
    same("wheel", names(wheel), package | examples)
    (unpacked,) = (out / "unpacked").iterdir()
    same("wheel of the sdist", names(build("wheel", unpacked, out / "rebuilt")), names(wheel))
    return wheel


def install(name: str, requirement: str, *options: object, out: Path) -> Path:
    """Make a virtual environment holding only what is named and what that declares; its bin."""
    venv = out / name
    run(sys.executable, "-m", "venv", venv, cwd=out)
    python = venv / "bin" / "python"
    pip = [python, "-m", "pip", "--disable-pip-version-check", "-qq", "install"]
    run(*pip, requirement, *options, cwd=out)
    run(python, "-W", "error", "-c", "import mobiflow; print(mobiflow.__file__)", cwd=out)
    return venv / "bin"


def try_plugin(source: Path, wheel: Path, out: Path) -> None:
    """Install a plugin beside the wheel, each from what was built, and run its own tests there."""
    built = build("wheel", source, out / f"{source.name}-wheel")
    venv = install(f"{source.name}-venv", str(wheel), built, *TEST_TOOLS, out=out)
    tests = out / f"{source.name}-tests"
    shutil.copytree(source, tests, ignore=shutil.ignore_patterns("src"))
    said = run(venv / "python", "-m", "pytest", "-ra", cwd=tests)
    if " passed" not in said:
        sys.exit(f"{source.name} has no tests that pass")


def main() -> None:
    out = Path(sys.argv[1])
    shutil.rmtree(out, ignore_errors=True)
    empty = out / "empty"
    empty.mkdir(parents=True)
    wheel = look_inside(out)

    bare = install("bare", str(wheel), out=out)
    run(bare / "mobiflow", "--help", cwd=empty)
    said = run(bare / "mobiflow", "guide", cwd=empty, ok=False)
    if "mobiflow[cli]" not in said:
        sys.exit("without its extra, the command must say how to get it: mobiflow[cli]")

    with_cli = install("with-cli", f"mobiflow[cli] @ {wheel.as_uri()}", out=out)
    run(with_cli / "mobiflow", "--help", cwd=empty)
    run(with_cli / "mobiflow", "demo", cwd=empty)
    run(with_cli / "mobiflow", "new-plugin", "made", "--folder", out / "made", cwd=empty)
    try_plugin(out / "made", wheel, out)
    try_plugin(ROOT / "docs" / "examples" / "mobiflow-acme", wheel, out)

    declared = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["cli"]]
    oldest = out / "oldest.txt"
    oldest.write_text("\n".join(line.replace(">=", "==") for line in declared), "utf-8")
    lowest = install("lowest", f"mobiflow[cli] @ {wheel.as_uri()}", "-c", oldest, out=out)
    run(lowest / "mobiflow", "demo", cwd=empty)


if __name__ == "__main__":
    main()
