"""Write `requirements.lock` and `requirements-dev.lock`: every version pinned, every file hashed, no index named."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "requirements.lock": ["--group", "build"],
    "requirements-dev.lock": ["--group", "build", "--group", "dev", "--constraint", "requirements.lock"],
}


def resolve(target: str, extra: list[str]) -> None:
    """Resolve the project for every platform and Python it supports into one lock file."""
    uv = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
    command = [
        *(uv, "pip", "compile", "pyproject.toml", "--quiet", "--universal", "--python-version", "3.11"),
        *("--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate"),
        *(*extra, "--output-file", target),
    ]
    subprocess.run(command, cwd=ROOT, check=True)


def main() -> None:
    for target, extra in LOCKS.items():
        resolve(target, extra)
        print(f"wrote {target}")


if __name__ == "__main__":
    main()
