#!/usr/bin/env bash
# tests/vm/make-initramfs.sh OUT AGENT [DIR ...]
# Writes the guest's initramfs: busybox, guest-init, the modules of both cached kernels, AGENT as /usr/bin/attest-agent with the shared libraries that a
# self-contained .NET program needs; the files of each DIR are laid over the root. The same input gives the same bytes (fixed times, owner and order).
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
here=$(cd "$(dirname "$0")" && pwd)
out=$1 agent=$2; shift 2
cache=$("$here/fetch-images.sh")
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root"/{bin,dev,lib,lib64,mod,out,proc,root,run,sys,tmp,usr/bin,var/lib/attest-agent}
cp "$cache/busybox" "$root/bin/busybox"
ln -s busybox "$root/bin/sh"
cp "$here/guest-init" "$root/init"
cp "$agent" "$root/usr/bin/attest-agent"
chmod 755 "$root/init" "$root/usr/bin/attest-agent"
for kernel in "$cache"/kernel "$cache"/kernel-old; do
    cp -r "$kernel/modules" "$root/mod/$(cat "$kernel/release")"
done

# By the names that the loader looks for; libssl and libcrypto are opened at run time, so that ldd does not show them.
for name in ld-linux-x86-64.so.2 libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libgcc_s.so.1 libstdc++.so.6 libz.so.1 libssl.so.3 libcrypto.so.3; do
    file=$(ldconfig -p | sed -nE "s|^\s*${name//+/\\+} \(libc6,x86-64[^)]*\) => (.*)|\1|p" | head -1)
    [ -n "$file" ] || { echo "make-initramfs: $name is not on this machine" >&2; exit 3; }
    cp -L "$file" "$root/lib/$name"
done
ln -s ../lib/ld-linux-x86-64.so.2 "$root/lib64/ld-linux-x86-64.so.2"
for directory in "$@"; do cp -r "$directory/." "$root/"; done

find "$root" -exec touch -h -d @1700000000 {} +
( cd "$root" && find . -print0 | LC_ALL=C sort -z | cpio --null --create --format=newc --owner=0:0 --reproducible --quiet ) | gzip -n -1 > "$out"
