#!/usr/bin/env bash
# Fills the image cache of the VM test from Debian packages.   tests/vm/fetch-images.sh [--refresh]
#
# Cache folder: $ATTESTATION_VM_CACHE, else ${XDG_CACHE_HOME:-~/.cache}/attestation-vm. It then holds
#   shim.efi grub.efi          first and second stage, signed by Microsoft and Debian
#   busybox                    static
#   kernel/ kernel-old/        vmlinuz (signed by Debian), release (uname -r), modules/*.ko; kernel-old is an older signed build of the same series
#   SOURCES                    package, version, size and SHA-256 of every package, as the signed package index gives them
# A filled cache is used as it is, without the network; --refresh fills it again. Nothing is installed: packages are only downloaded and unpacked.
# Exit status 3: a package cannot be had here.
set -euo pipefail
cache=${ATTESTATION_VM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/attestation-vm}
[ "${1:-}" = --refresh ] && rm -f "$cache/SOURCES"
[ ! -s "$cache/SOURCES" ] || { echo "$cache"; exit 0; }
mkdir -p "$cache"
exec 9>"$cache/.lock"; flock 9
[ ! -s "$cache/SOURCES" ] || { echo "$cache"; exit 0; }
work=$(mktemp -d "$cache/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT

# "PACKAGE" -> "FILE SIZE SHA256" as the package index has it
listed() { apt-get download --print-uris "$1" 2>/dev/null | sed -nE "s/^'[^']*' ([^ ]+) ([0-9]+) SHA256:([0-9a-f]{64}).*/\1 \2 \3/p" | head -1; }

# Downloads PACKAGE into the folder of its name under $work, after size and hash have been compared with the index.
fetch() {
    local package=$1 file size hash
    read -r file size hash < <(listed "$package") || { echo "no package $package in the package index" >&2; exit 3; }
    ( cd "$work" && apt-get download -qq "$package" 2>"$work/apt.log" ) || { cat "$work/apt.log" >&2; exit 3; }
    [ "$(stat -c %s "$work/$file")" = "$size" ] || { echo "$file has not $size bytes" >&2; exit 3; }
    echo "$hash  $work/$file" | sha256sum --check --quiet || exit 3
    dpkg-deb --extract "$work/$file" "$work/$package"
    echo "$package $(dpkg-deb --field "$work/$file" Version) $size $hash" >> "$work/SOURCES"
    rm "$work/$file"
}

# Network card, firmware configuration channel and EFI variables; what a kernel has built in is no file and needs none.
modules="efivarfs qemu_fw_cfg virtio virtio_ring virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci failover net_failover virtio_net"

# kernel PACKAGE FOLDER
kernel() {
    local package=$1 into=$work/$2 release=${1#linux-image-} module file
    fetch "$package"
    mkdir -p "$into/modules"
    cp "$work/$package/boot/vmlinuz-$release" "$into/vmlinuz"
    echo "$release" > "$into/release"
    for module in $modules; do
        file=$(find "$work/$package" -name "$module.ko" -o -name "$module.ko.xz" | head -1)
        case "$file" in *.xz) xz -dc "$file" > "$into/modules/$module.ko" ;; ?*) cp "$file" "$into/modules/" ;; esac
    done
    rm -rf "${work:?}/$package"
}

[ -n "$(listed shim-signed)" ] || [ "$(id -u)" != 0 ] || apt-get update -qq >&2
current=$(apt-cache depends linux-image-cloud-amd64 | sed -nE 's/^ *Depends: (linux-image-[0-9].*-cloud-amd64)$/\1/p' | head -1)
[ -n "$current" ] || { echo "no Debian cloud kernel in the package index" >&2; exit 3; }
series=$(sed -E 's/^(linux-image-[0-9]+\.[0-9]+\.).*/\1/' <<< "$current")
old=$(apt-cache pkgnames "$series" | grep -E -- '-cloud-amd64$' | grep -vx "$current" | sort -V | head -1 || true)
[ -n "$old" ] || { echo "no kernel older than $current in the package index" >&2; exit 3; }

fetch shim-signed
fetch grub-efi-amd64-signed
fetch busybox-static
kernel "$current" kernel
kernel "$old" kernel-old
cp "$work/shim-signed/usr/lib/shim/shimx64.efi.signed" "$work/shim.efi"
cp "$work/grub-efi-amd64-signed/usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed" "$work/grub.efi"
cp "$work/busybox-static/bin/busybox" "$work/busybox"
rm -rf "$cache/kernel" "$cache/kernel-old"
for item in shim.efi grub.efi busybox kernel kernel-old SOURCES; do mv -T "$work/$item" "$cache/$item"; done # SOURCES last: it says that the cache is whole
echo "$cache"
