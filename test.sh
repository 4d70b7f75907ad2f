#!/usr/bin/env bash
# All tests.   ./test.sh [--vm] [--cluster] [--filter EXPRESSION]
# --vm also boots virtual machines with Secure Boot and a software TPM (docs/vm-test.md); in CI they always boot.
# --cluster first builds a real Kubernetes API server and its nodes (tests/cluster/build.sh), unless they stand in its cache; in CI always. Where they
# stand already, the tests of the gate run against them in any case.
# The last line is "N passed, N failed, N skipped". In CI (CI=true) an area in which nothing ran is a failure.
set -euo pipefail
cd "$(dirname "$0")"
. scripts/prerequisites.sh
vm=${CI:-false} cluster=${CI:-false}
while true; do
    case "${1:-}" in
        --vm) vm=true; shift ;;
        --cluster) cluster=true; shift ;;
        *) break ;;
    esac
done
need_dotnet .
need openssl openssl
need python3 python3
need sqlite3 sqlite3
need curl curl
need swtpm swtpm
need swtpm_setup swtpm-tools
need tpm2_quote tpm2-tools
need nginx nginx-light
need softhsm2-util softhsm2
need pkcs11-tool opensc
if [ "$vm" = true ]; then
    need qemu-system-x86_64 qemu-system-x86
    [ -e /usr/share/OVMF/OVMF_CODE_4M.ms.fd ] || missing_packages="${missing_packages:-} ovmf"
    need mcopy mtools
    need mkfs.vfat dosfstools
    need cpio cpio
fi
[ "$cluster" = false ] || need etcd etcd-server
install_missing
./build.sh --quiet

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
# What "dotnet test" itself and tests that are killed leave behind goes with the results.
mkdir "$results/tmp"
export TMPDIR=$results/tmp
status=0
if [ "$vm" = true ]; then
    if tests/vm/fetch-images.sh && scripts/publish-agent.sh "$results/agent"; then
        export ATTESTATION_VM_AGENT=$results/agent/attest-agent
    else
        echo "no virtual machine can be booted" >&2
        status=1
    fi
fi
if [ "$cluster" = true ] && ! tests/cluster/build.sh; then
    echo "no cluster can be started" >&2
    status=1
fi
for project in Attestation.UnitTests Attestation.SystemTests; do
    dotnet test "tests/$project" -c Release --no-build --nologo -v quiet \
        --logger "trx;LogFileName=$project.trx" --results-directory "$results" "$@" || status=1
    [ -s "$results/$project.trx" ] || { echo "$project left no result" >&2; status=1; }
done

[ ! -f "$results/agent/boots.log" ] || sed 's/^/vm: /' "$results/agent/boots.log"

# What the loggers keep to themselves: why a test failed.
python3 scripts/failures.py "$results"/*.trx

# One line per test: "Area outcome"; the area is the two names behind Attestation.UnitTests or Attestation.SystemTests.
cat "$results"/*.trx 2>/dev/null | tr '\n' ' ' | grep -o '<UnitTestResult [^>]*>' \
    | sed -E 's/.*testName="([^"(]*).*outcome="([^"]*)".*/\1 \2/' \
    | awk '{ n = split($1, p, "."); area = p[2]; for (i = 3; i <= 4 && i < n - 1; i++) area = area "." p[i]; print area, $2 }' > "$results/outcomes"

awk '{ seen[$1]; if ($2 == "Passed") p[$1]++; else if ($2 == "Failed") f[$1]++; else s[$1]++ }
     END { for (a in seen) printf "  %-44s %6d passed %4d failed %4d skipped\n", a, p[a], f[a], s[a] }' "$results/outcomes" | sort

if [ "${CI:-}" = true ] && [ $# -eq 0 ]; then
    skipped_areas=$(awk '{ seen[$1]; if ($2 == "Passed" || $2 == "Failed") ran[$1] } END { for (a in seen) if (!(a in ran)) print a }' "$results/outcomes")
    if [ -n "$skipped_areas" ]; then
        echo "areas in which nothing ran:" $skipped_areas
        status=1
    fi
fi
passed=$(grep -c ' Passed$' "$results/outcomes" || true)
failed=$(grep -c ' Failed$' "$results/outcomes" || true)
skipped=$(grep -vc -e ' Passed$' -e ' Failed$' "$results/outcomes" || true)
[ "$passed" -gt 0 ] || status=1
[ "$failed" -eq 0 ] || status=1
echo "$passed passed, $failed failed, $skipped skipped"
exit $status
