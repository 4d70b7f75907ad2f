#!/usr/bin/env bash
# A whole lot on this machine: a CA, a release, attest-verifier, virtual devices behind a port, and attest-factory line between them.   scripts/measure-line.sh [COUNT] [FOLDER]
# COUNT devices (default 150), files under FOLDER (default: a temporary one, removed). PROGRAMS=DIR takes the programs from there instead of bin/ (./build.sh makes that).
# Prints seconds, devices a second, signatures a second against openssl speed, resident memory of the three programs on the way, and sizes. Exit code 0: every device passed and the lot verifies.
set -euo pipefail
case "${1:-}" in -h|--help) sed -n '2,5s/^# //p' "$0"; exit 0 ;; esac
count=${1:-150}
case "$count" in ''|*[!0-9]*) sed -n '2,5s/^# //p' "$0" >&2; exit 2 ;; esac
root=$(cd "$(dirname "$0")/.." && pwd)
bin=${PROGRAMS:-$root/bin}
if [ $# -ge 2 ]; then mkdir -p "$2"; work=$(cd "$2" && pwd); else work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; fi
pids=()
end() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; }
trap 'end; [ $# -ge 2 ] || rm -rf "$work"' EXIT
quiet() { "$@" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }; }
class=(--vendor "Example Devices" --model edge-1)

cd "$work"
quiet "$bin/attest-factory" ca new --out ca --name "Example Devices"
quiet "$bin/attest-factory" key new --out firmware.pem
head -c 60000 /dev/zero > interpreter.bin; printf 'resident' > resident.bin; printf 'application' > app.pe; printf '\xa0' > board.cbor
quiet "$bin/attest-factory" release build --board esp32-s3 "${class[@]}" --version 1.0.0 --svn 1 --resident-version 1.0.0 --resident-svn 1 --resident factory=interpreter.bin --resident deploy=resident.bin \
    --layer app=app.pe --board-configuration board.cbor --key ca/corim.key.pem --firmware-key firmware.pem --out release
mkdir -p anchors keys && cp ca/ca.crt.pem anchors/ && cp ca/corim.pub.pem keys/

"$bin/attest-verifier" --listen http://127.0.0.1:0 --data data --anchors anchors --corim-keys keys > verifier.out 2> verifier.log & pids+=($!); verifier=$!
"$bin/attest-sim" devices --listen 127.0.0.1:0 --count "$count" --seed 1 --release release --json > sim.out 2> sim.log & pids+=($!); sim=$!
for _ in $(seq 300); do grep -q listening verifier.out && grep -q listen sim.out && break; sleep 0.1; done
address=$(sed -n 's/.*listening on //p' verifier.out | head -1)
port=$(sed -n 's/.*"listen": "\(.*\)".*/\1/p' sim.out)
[ -n "$address" ] && [ -n "$port" ] || { cat verifier.log sim.log >&2; exit 3; }

: > line.out
started=$(date +%s.%N)
"$bin/attest-factory" line --lot lot --ca ca --board esp32-s3 "${class[@]}" --verifier "$address" --release release/release.corim --tcp "$port" --count "$count" > line.out 2> line.log & line=$!; pids+=($line)
rss() { awk '/VmRSS/ { printf "%d", $2 / 1024 }' "/proc/$1/status" 2>/dev/null || printf -- -; }
echo "devices  seconds  line MiB  verifier MiB  devices' MiB"
next=$((count >= 1000 ? 1000 : count / 3 + 1))
while kill -0 "$line" 2>/dev/null; do
    passed=$(grep -c ' passed' line.out || true)
    if [ "$passed" -ge "$next" ]; then
        printf '%7d  %7.0f  %8s  %12s  %12s\n' "$passed" "$(echo "$(date +%s.%N) - $started" | bc)" "$(rss "$line")" "$(rss "$verifier")" "$(rss "$sim")"
        next=$((next + (count >= 1000 ? 1000 : count / 3 + 1)))
    fi
    sleep 0.2
done
wait "$line" || { tail -5 line.out line.log >&2; exit 1; }
seconds=$(echo "$(date +%s.%N) - $started" | bc)

quiet "$bin/attest-factory" lot close lot --ca ca
checked=$(date +%s.%N)
quiet "$bin/attest-factory" lot verify lot --ca-certificate ca/ca.crt.pem --corim-key ca/corim.pub.pem --json
checked=$(echo "$(date +%s.%N) - $checked" | bc)
grep -q "\"passed\": $count," log || { cat log >&2; exit 1; }
speed=$(openssl speed -seconds 2 ecdsap256 2>/dev/null | awk '/ecdsa.*nistp256/ { print $(NF-1) }')
# Of each device the line makes three signatures (certificate, endorsement, record), the verifier one, the device itself one for every layer and for its evidence.
awk -v n="$count" -v s="$seconds" -v c="$checked" -v openssl="$speed" 'BEGIN {
    printf "%d devices in %.0f s: %.1f a second, %.1f signatures of line and verifier a second, openssl makes %.0f (1 to %.0f)\n", n, s, n / s, 4 * n / s, openssl, openssl * s / (4 * n)
    printf "lot verify %.1f s, %.2f ms a device\n", c, 1000 * c / n }'
echo "journal $(stat -c %s lot/journal) bytes, records $(du -s --apparent-size -B1 lot/devices | cut -f1) bytes, report $(stat -c %s lot/lot.report) bytes, verifier's store $(du -s -B1 data | cut -f1) bytes"
