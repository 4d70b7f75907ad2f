#!/usr/bin/env bash
# Stops exactly what up.sh started, by its pid files.   [KUBE_RUN=FOLDER] tests/cluster/down.sh
run=${KUBE_RUN:-${KUBE_HOME:-$HOME/.cache/kube-test}/run}
for name in kube-controller-manager kube-apiserver etcd; do
    [ -s "$run/$name.pid" ] || continue
    pid=$(cat "$run/$name.pid")
    if [ "$(tr '\0' '\n' < "/proc/$pid/cmdline" 2>/dev/null | head -1 | xargs -r basename)" = "$name" ]; then # the pid may be another's by now
        kill "$pid"
        for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
        ! kill -9 "$pid" 2>/dev/null || echo "$name ($pid) did not stop in 10 s: SIGKILL" >&2
    fi
    rm -f "$run/$name.pid"
done
