#!/bin/sh
# Build .venv from a hash-locked requirements file: with uv when it is there, else with a uv fetched by pip.
# usage: setup_env.sh PYTHON VENV LOCK
set -eu
python=$1 venv=$2 lock=$3

"$python" - <<'CHECK' || { echo "Tierline needs Python 3.11 or newer; '$python' is older. Try: make PYTHON=python3.12 ..." >&2; exit 1; }
import sys
raise SystemExit(sys.version_info < (3, 11))
CHECK

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
export PIP_DISABLE_PIP_VERSION_CHECK=1

if command -v uv >/dev/null 2>&1; then
    uv=uv
elif "$venv/bin/python" -m pip install --quiet --only-binary :all: uv >/dev/null 2>&1; then
    uv="$venv/bin/uv"
else
    uv=
fi

# Certificates of the machine, as pip takes them: networks with an authority of their own need it.
export UV_SYSTEM_CERTS=1 UV_NATIVE_TLS=1

with_uv() {
    "$uv" pip install --quiet --python "$venv/bin/python" --require-hashes --no-build -r "$lock" &&
        "$uv" pip install --quiet --python "$venv/bin/python" --no-deps --no-build-isolation --offline -e .
}

with_pip() {
    "$venv/bin/python" -m pip install --quiet --require-hashes --only-binary :all: -r "$lock" &&
        "$venv/bin/python" -m pip install --quiet --no-deps --no-build-isolation -e .
}

echo "Installing $lock ..." >&2
if [ -n "$uv" ] && with_uv; then
    exit 0
fi
with_pip || { echo "The packages of $lock could not be installed; see above." >&2; exit 1; }
