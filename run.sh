#!/usr/bin/env bash
# The main job: a verifier, a factory, genuine and attacked devices, one table.   ./run.sh [IMAGE...]
# Images default to this project's own built assemblies. Artefacts stay under out/ for `bin/attest inspect`.
# Exit code 0: every verdict was the expected one; 1: one was not; 2: usage; 3: a service or tool failed.
set -euo pipefail
root=$(cd "$(dirname "$0")" && pwd)
case "${1:-}" in
    -h|--help) sed -n '2,4s/^# //p' "$0"; exit 0 ;;
esac
for image in "$@"; do
    [ -f "$image" ] || { echo "no such image file: $image" >&2; exit 2; }
done
"$root/build.sh" --quiet
if [ $# -eq 0 ]; then
    set -- "$root/firmware/Attestation.Dice/bin/Release/net10.0/Attestation.Dice.dll" \
           "$root/simulator/Attestation.Simulator/bin/Release/net10.0/attest-sim.dll"
fi
exec "$root/bin/attest-sim" demo --verifier-exe "$root/bin/attest-verifier" --out "$root/out" "$@"
