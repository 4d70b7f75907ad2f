#!/usr/bin/env bash
# Makes the one file that a node needs: attest-agent for Linux on x86-64, trimmed, with its runtime inside.   scripts/publish-agent.sh [--aot] FOLDER
# Leaves FOLDER/attest-agent and prints its path and size. A trim warning fails the build. --aot compiles to native code instead.
# Exit code 0: made; 2: usage; 3: something that the build needs is missing.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
usage() { sed -n '2,4s/^# //p' "$0"; exit "$1"; }
aot=
case "${1:-}" in
    -h|--help) usage 0 ;;
    --aot) aot=true; shift ;;
esac
[ $# -eq 1 ] || usage 2 >&2
case "$1" in -*) usage 2 >&2 ;; esac
out=$(mkdir -p "$1" && cd "$1" && pwd)
. "$root/scripts/prerequisites.sh"
need_dotnet "$root"
cd "$root"

# Own intermediate files: a restore for one runtime must not disturb those of the ordinary build.
work=$root/obj/publish-agent${aot:+-aot}
mkdir -p "$work"
exec 9> "$work/lock" && flock 9   # two at once would write the same intermediate files; a build server that stays must not keep it
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
if [ -n "$aot" ]; then
    form=(-p:PublishAot=true -p:StripSymbols=true)
else
    form=(--self-contained -p:PublishTrimmed=true -p:PublishSingleFile=true)
fi
if ! dotnet publish firmware/Attestation.NodeAgent -c Release -r linux-x64 --artifacts-path "$work" -o "$made/files" "${form[@]}" \
        -p:DebugType=none -p:GenerateDocumentationFile=false -v quiet --nologo > "$made/log" 2>&1 9>&-; then
    cat "$made/log" >&2
    if grep -q NU1101 "$made/log"; then
        echo "publish-agent: the package feed has no$(grep -o 'package [A-Za-z0-9.-]*\. No' "$made/log" | sed 's/^package//; s/\. No$//' | sort -u | tr '\n' ' ')" >&2
        [ -z "$aot" ] || echo "publish-agent: native AOT cannot be built here; without --aot the trimmed single file can" >&2
        exit 3
    fi
    if [ -n "$aot" ] && ! command -v clang > /dev/null; then
        echo "publish-agent: native AOT needs clang and zlib1g-dev" >&2
        exit 3
    fi
    exit 1
fi
others=$(cd "$made/files" && find . -type f ! -name attest-agent)
[ -z "$others" ] || { echo "publish-agent: more than one file was made:" $others >&2; exit 1; }
install -m 755 "$made/files/attest-agent" "$out/attest-agent"
echo "$out/attest-agent $(stat -c %s "$out/attest-agent") bytes"
