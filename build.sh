#!/usr/bin/env bash
# Builds everything in Release and leaves the commands in bin/.   ./build.sh [--quiet]
set -euo pipefail
cd "$(dirname "$0")"
. scripts/prerequisites.sh
need_dotnet .
need libcrypto.so.3 libssl3
need libsqlite3.so.0 libsqlite3-0
install_missing

verbosity=minimal
[ "${1:-}" != --quiet ] || verbosity=quiet
# Not "dotnet build": SDK 10.0.4xx leaves two empty folders in /tmp at every call.
dotnet msbuild Attestation.sln -restore -p:Configuration=Release -nologo -v:"$verbosity" >&2

# A command is a two-line script: it finds its assembly relative to itself, so the checkout may be moved.
command_of() {
    printf '#!/bin/sh\nexec dotnet "$(dirname "$(readlink -f "$0")")/../%s" "$@"\n' "$2" > "bin/$1.new"
    chmod 755 "bin/$1.new" && mv "bin/$1.new" "bin/$1"
}
mkdir -p bin
command_of attest          verifier/Attestation.Cli/bin/Release/net10.0/attest.dll
command_of attest-verifier verifier/Attestation.Verifier/bin/Release/net10.0/attest-verifier.dll
command_of attest-gate     verifier/Attestation.Gate/bin/Release/net10.0/attest-gate.dll
command_of attest-factory  hardware/Attestation.Factory/bin/Release/net10.0/attest-factory.dll
command_of attest-agent    firmware/Attestation.NodeAgent/bin/Release/net10.0/attest-agent.dll
command_of attest-sim      simulator/Attestation.Simulator/bin/Release/net10.0/attest-sim.dll
[ "${1:-}" = --quiet ] || echo "commands are in $PWD/bin: attest attest-verifier attest-gate attest-factory attest-agent attest-sim" >&2
