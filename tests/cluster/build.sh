#!/usr/bin/env bash
# Fills the cache of the cluster tests with a real API server and nodes.   tests/cluster/build.sh [--refresh]
#
# Cache folder: $KUBE_HOME, else ~/.cache/kube-test; in its bin/ (265 MB) then stand
#   kube-apiserver kube-controller-manager kubelet kubemark   built from Debian's source package `kubernetes` with Debian's Go; no container runtime
#   kubeadm                                                   likewise
#   kubectl                                                   from Debian's package kubernetes-client, unpacked, not installed
# each with NAME.stamp: recipe and SHA-256. What is there, whole and starts is left alone, without network; --refresh makes all again. A cold build takes
# 3 minutes on two idle cores and 15 under load, 1.5 GB while it lasts, and nothing from the network but Debian packages (apt).
# Exit status 3: a package cannot be had here.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../../scripts/prerequisites.sh"
home=${KUBE_HOME:-$HOME/.cache/kube-test}
bin=$home/bin
recipe=1 # another number: nothing that was built before counts
release=v1.20.2
go=/usr/lib/go-1.19/bin/go
servers="kube-apiserver kube-controller-manager kubelet kubemark kubeadm"

lap() { echo "kubernetes: $* ($SECONDS s)"; }

# starts NAME: it runs here and is of the release
starts() {
    case "$1" in
        kubectl) "$bin/kubectl" version --client 2>/dev/null | grep -q "$release" ;;
        kubeadm) "$bin/kubeadm" version -o short 2>/dev/null | grep -q "$release" ;;
        *) "$bin/$1" --version 2>/dev/null | grep -q "Kubernetes $release" ;;
    esac
}

# stands NAME: built by this recipe, unchanged since, and it starts
stands() { [ -x "$bin/$1" ] && [ "$(cat "$bin/$1.stamp" 2>/dev/null)" = "$(stamp_of "$bin/$1")" ] && starts "$1"; }
stamp_of() { echo "$recipe $(sha256sum < "$1" | cut -d' ' -f1)"; }

# keep NAME FILE: into the cache, the stamp last
keep() {
    rm -f "$bin/$1.stamp"
    chmod 755 "$2"; mv -T "$2" "$bin/$1"
    starts "$1" || { echo "$1 was made and does not start" >&2; exit 1; }
    stamp_of "$bin/$1" > "$bin/$1.stamp"
    lap "$1"
}

missing() { for name in "$@"; do stands "$name" || echo "$name"; done; }

# deb-src by private lists: /etc/apt stays as it is
fetch_source() {
    local lists=$work/apt
    mkdir -p "$lists/state/partial" "$lists/parts"
    local file
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
        case "$file" in
            *.sources) sed 's/^Types:.*/Types: deb-src/' "$file" > "$lists/parts/${file##*/}" ;;
            *.list) [ ! -e "$file" ] || sed -n 's/^deb /deb-src /p' "$file" > "$lists/parts/${file##*/}" ;;
        esac
    done
    local options=(-o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$lists/parts" -o Dir::State::lists="$lists/state" -o APT::Sandbox::User=root)
    apt-get "${options[@]}" update -qq
    (cd "$work" && apt-get "${options[@]}" source -qq kubernetes > source.log 2>&1) || { cat "$work/source.log" >&2; exit 3; }
    mkdir -p "$(dirname "$tree")"
    mv "$work"/kubernetes-1.20* "$tree"
    lap "source"
}

# Two things keep the release from working with this Go. The vendored reflect2 1.0.1 is nil where a map's key type is read from Go 1.18 on; Debian's 1.0.2
# takes its place. And the description of the API is generated, but not in the package.
prepare_source() {
    rm -rf vendor/github.com/modern-go/reflect2
    cp -rL /usr/share/gocode/src/github.com/modern-go/reflect2 vendor/github.com/modern-go/reflect2
    local folders
    folders=$(grep -rlF --include='*.go' --exclude='zz_generated*' --exclude='*_test.go' '+k8s:openapi-gen=' pkg staging/src cmd plugin \
        | grep -v -e /code-generator/ -e /sample-apiserver/ | xargs -n1 dirname | LC_ALL=C sort -u \
        | sed -e 's#^staging/src/#vendor/#' -e 's#^#k8s.io/kubernetes/#' | paste -sd,)
    nice "$go" build -o "$work/openapi-gen" ./vendor/k8s.io/kube-openapi/cmd/openapi-gen
    nice "$work/openapi-gen" --logtostderr -i "$folders" -p k8s.io/kubernetes/pkg/generated/openapi -O zz_generated.openapi \
        -h vendor/k8s.io/code-generator/hack/boilerplate.go.txt -r "$work/violations"
    diff "$work/violations" api/api-rules/violation_exceptions.list
    lap "description of the API"
}

build_servers() {
    local flags="-s -w" package name
    for package in client-go/pkg/version component-base/version; do
        package=k8s.io/kubernetes/vendor/k8s.io/$package
        flags="$flags -X $package.gitVersion=$release -X $package.gitMajor=1 -X $package.gitMinor=20 -X $package.gitTreeState=clean"
    done
    for name in "$@"; do
        nice "$go" build -p "${JOBS:-2}" -tags providerless,dockerless -ldflags "$flags" -o "$work/out/" "./cmd/$name"
        keep "$name" "$work/out/$name"
    done
}

fetch_kubectl() {
    (cd "$work" && apt-get download -qq kubernetes-client 2>apt.log) || { cat "$work/apt.log" >&2; exit 3; }
    dpkg-deb --extract "$work"/kubernetes-client_*.deb "$work/client"
    keep kubectl "$work/client/usr/bin/kubectl"
}

mkdir -p "$bin"
exec 9>"$home/.lock"; flock 9
[ "${1:-}" != --refresh ] || rm -f "$bin"/*.stamp
# shellcheck disable=SC2086
todo=$(missing $servers kubectl)
[ -n "$todo" ] || { echo "$bin"; exit 0; }
echo "kubernetes: to make:" $todo
work=$(mktemp -d "$home/build.XXXXXX")
trap 'chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT
mkdir -p "$work/out"
tree=$work/go/src/k8s.io/kubernetes
apt-cache show kubernetes-client >/dev/null 2>&1 || [ "$(id -u)" != 0 ] || apt-get update -qq >&2
todo_servers=$(grep -vx kubectl <<< "$todo" || true)
if [ -n "$todo_servers" ]; then
    need "$go" golang-1.19-go
    need dpkg-source dpkg-dev
    [ -d /usr/share/gocode/src/github.com/modern-go/reflect2 ] || missing_packages="${missing_packages:-} golang-github-modern-go-reflect2-dev"
    install_missing
    fetch_source
    cd "$tree"
    export GOPATH=$work/go GO111MODULE=off GOCACHE=${GOCACHE:-$work/cache} GOFLAGS= CGO_ENABLED=0 GOPROXY=off
    prepare_source
    # shellcheck disable=SC2086
    build_servers $todo_servers
fi
! grep -qx kubectl <<< "$todo" || fetch_kubectl
echo "$bin"
