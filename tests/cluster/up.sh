#!/usr/bin/env bash
# Starts etcd, kube-apiserver and kube-controller-manager on loopback, with fresh state each time.   tests/cluster/up.sh [--hold]
#
# Without --hold the servers stay until tests/cluster/down.sh. With --hold they die with this script, however it dies, and it ends with its standard
# input; until then it takes lines "stop NAME", "start NAME", "kill NAME" and answers each with "done ...". After "up ..." on standard output all is ready.
#
# Environment: KUBE_HOME (cache of build.sh, ~/.cache/kube-test), KUBE_BIN ($KUBE_HOME/bin), KUBE_RUN (state and pids, $KUBE_HOME/run), ETCD_PORT,
# ETCD_PEER_PORT, API_PORT, KCM_PORT, KCM_CONTROLLERS, API_EXTRA, KCM_EXTRA (further options), CERTIFICATE_LIFE (of what the signer issues).
# Leaves in KUBE_RUN: admin.kubeconfig (certificate), token-admin.kubeconfig, bootstrap.kubeconfig, admin.token, bootstrap.token, pki/, NAME.log, audit.log
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/pki.sh"
home=${KUBE_HOME:-$HOME/.cache/kube-test}
bin=${KUBE_BIN:-$home/bin}
export KUBE_RUN=${KUBE_RUN:-$home/run}
run=$KUBE_RUN
etcd_port=${ETCD_PORT:-23790} api_port=${API_PORT:-16443} kcm_port=${KCM_PORT:-10257}
peer_port=${ETCD_PEER_PORT:-$((etcd_port + 1))}
api=https://127.0.0.1:$api_port
hold=false
[ "${1:-}" != --hold ] || hold=true

for name in etcd kube-apiserver kube-controller-manager; do
    [ ! -s "$run/$name.pid" ] || ! kill -0 "$(cat "$run/$name.pid")" 2>/dev/null || { echo "$name is up in $run: tests/cluster/down.sh stops it" >&2; exit 1; }
done
for port in "$etcd_port" "$peer_port" "$api_port" "$kcm_port"; do # somebody else's listener must not be mistaken for ours
    ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "port $port is taken" >&2; exit 4; }
done
umask 077
rm -rf "$run"
mkdir -p "$run/pki" "$run/etcd"
make_pki "$run" "$api"
cp "$here/audit-policy.yaml" "$run/"

# spawn NAME COMMAND...
spawn() {
    local name=$1; shift
    if $hold; then
        setpriv --pdeathsig KILL -- "$@" >> "$run/$name.log" 2>&1 < /dev/null &
    else
        setsid nohup "$@" >> "$run/$name.log" 2>&1 < /dev/null &
    fi
    echo $! > "$run/$name.pid"
}

# wait_for NAME SECONDS COMMAND...: until the command succeeds, as long as the server lives
wait_for() {
    local name=$1 end=$((SECONDS + $2)); shift 2
    until "$@" >/dev/null 2>&1; do
        kill -0 "$(cat "$run/$name.pid")" 2>/dev/null || { echo "$name ended:" >&2; tail -20 "$run/$name.log" >&2; return 1; }
        [ $SECONDS -lt $end ] || { echo "$name is not ready:" >&2; tail -20 "$run/$name.log" >&2; return 1; }
        sleep 0.1
    done
}

ask_api() { curl -fsS --cacert "$run/pki/ca.crt" -H "Authorization: Bearer $(cat "$run/admin.token")" "$@"; }

start_etcd() {
    spawn etcd etcd --name test --data-dir "$run/etcd" --log-level warn --logger zap \
        --listen-client-urls "http://127.0.0.1:$etcd_port" --advertise-client-urls "http://127.0.0.1:$etcd_port" \
        --listen-peer-urls "http://127.0.0.1:$peer_port" --initial-advertise-peer-urls "http://127.0.0.1:$peer_port" \
        --initial-cluster "test=http://127.0.0.1:$peer_port"
    wait_for etcd 60 curl -fsS "http://127.0.0.1:$etcd_port/health"
}

start_kube-apiserver() {
    # shellcheck disable=SC2086 # API_EXTRA is a list of options
    spawn kube-apiserver "$bin/kube-apiserver" --v=2 --etcd-servers="http://127.0.0.1:$etcd_port" \
        --bind-address=127.0.0.1 --advertise-address=127.0.0.1 --secure-port="$api_port" --endpoint-reconciler-type=none \
        --tls-cert-file="$run/pki/apiserver.crt" --tls-private-key-file="$run/pki/apiserver.key" \
        --client-ca-file="$run/pki/ca.crt" --token-auth-file="$run/pki/tokens.csv" --enable-bootstrap-token-auth \
        --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction \
        --service-account-issuer=https://kubernetes.default.svc --service-account-key-file="$run/pki/sa.pub" \
        --service-account-signing-key-file="$run/pki/sa.key" --service-cluster-ip-range=10.0.0.0/24 \
        --audit-policy-file="$run/audit-policy.yaml" --audit-log-path="$run/audit.log" ${API_EXTRA:-}
    wait_for kube-apiserver 120 ask_api "$api/readyz"
}

# Without the controller csrapproving only the gate approves; without service account credentials no certificate is issued.
start_kube-controller-manager() {
    : > "$run/kube-controller-manager.log"
    # shellcheck disable=SC2086
    spawn kube-controller-manager "$bin/kube-controller-manager" --v=2 --kubeconfig="$run/kcm.kubeconfig" \
        --authentication-kubeconfig="$run/kcm.kubeconfig" --authorization-kubeconfig="$run/kcm.kubeconfig" \
        --bind-address=127.0.0.1 --secure-port="$kcm_port" --port=0 --leader-elect=false --use-service-account-credentials=true \
        --cluster-signing-cert-file="$run/pki/ca.crt" --cluster-signing-key-file="$run/pki/ca.key" --cluster-signing-duration="${CERTIFICATE_LIFE:-1h}" \
        --root-ca-file="$run/pki/ca.crt" --service-account-private-key-file="$run/pki/sa.key" \
        --controllers="${KCM_CONTROLLERS:-csrsigning,csrcleaner,tokencleaner,namespace,serviceaccount,serviceaccount-token,garbagecollector,nodelifecycle,disruption}" \
        ${KCM_EXTRA:-}
    local signer # not ready before its caches are
    for signer in client serving; do
        wait_for kube-controller-manager 90 grep -q "Caches are synced for certificate-csrsigning-kubelet-$signer" "$run/kube-controller-manager.log"
    done
}

# stop NAME: SIGTERM, and SIGKILL after 10 s
stop() {
    local pid; pid=$(cat "$run/$1.pid")
    kill "$pid" 2>/dev/null || true
    for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    ! kill -9 "$pid" 2>/dev/null || echo "$1 ($pid) did not stop in 10 s: SIGKILL" >&2
    wait "$pid" 2>/dev/null || true
}

obey() {
    case "$2" in etcd | kube-apiserver | kube-controller-manager) ;; *) echo "no server $2" >&2; return 1 ;; esac
    case "$1" in
        start) "start_$2" ;;
        stop) stop "$2" ;;
        kill) kill -9 "$(cat "$run/$2.pid")"; wait "$(cat "$run/$2.pid")" 2>/dev/null || true ;;
        *) echo "start, stop or kill, not $1" >&2; return 1 ;;
    esac
}

trap 'status=$?; if $hold || [ $status != 0 ]; then "$here/down.sh"; fi; exit $status' EXIT
start_etcd
start_kube-apiserver
ready=$SECONDS
start_kube-controller-manager
bootstrap_objects "$run"
wait_for kube-apiserver 30 ask_api -X POST -H 'Content-Type: application/yaml' --data-binary @"$run/bootstrap-secret.yaml" "$api/api/v1/namespaces/kube-system/secrets"
wait_for kube-apiserver 30 ask_api -X POST -H 'Content-Type: application/yaml' --data-binary @"$run/bootstrap-binding.yaml" "$api/apis/rbac.authorization.k8s.io/v1/clusterrolebindings"
wait_for kube-apiserver 30 curl -fsS --cacert "$run/pki/ca.crt" -H "Authorization: Bearer $(cat "$run/bootstrap.token")" "$api/api"
echo "up $api after $SECONDS s, API server after $ready s"
$hold || exit 0
while read -r verb name; do
    if obey "$verb" "$name"; then echo "done $verb $name"; else echo "failed $verb $name"; fi
done
