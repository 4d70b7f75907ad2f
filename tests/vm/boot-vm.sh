#!/usr/bin/env bash
# Boots OVMF -> shim -> grub -> Debian kernel with a swtpm, and unpacks what the guest hands out.
#
#   tests/vm/boot-vm.sh -o OUT -m MACHINE -i INITRD [-j JOB] [-s on|off] [-l linux|linuxefi] [-k kernel|kernel-old] [-c "WORDS"] [-T SECONDS]
#
#   -o  folder for the guest's files, console.log and run.txt (made)
#   -m  the machine's folder, made by make-tpm.sh and used in place: its TPM, firmware variables, and what it keeps in /var/lib/attest-agent
#   -j  shell script that the guest runs as root, in /out
#   -s  on: Microsoft's keys enrolled, Secure Boot enforcing. off: another build of the firmware, without keys (setup mode)
#   -l  grub's command for the kernel. With Secure Boot off grub 2.06 `linux` bypasses the EFI stub and no event log reaches the kernel; `linuxefi` does not
#   -c  further words of the kernel command line
# Host and guest share 10.0.2.2 -> 127.0.0.1 (qemu's user network: no privilege). Software emulation only: no /dev/kvm is asked for.
# Ends its own qemu and swtpm, by process id, whatever happens. Exit status: 0 the guest ended by itself and handed out its files, 124 time is up, 1 else.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
here=$(cd "$(dirname "$0")" && pwd)
out= machine= initrd= job=/dev/null secure=on loader=linux kernel=kernel words= patience=300
while getopts o:m:i:j:s:l:k:c:T: option; do
    case $option in
        o) out=$OPTARG ;; m) machine=$OPTARG ;; i) initrd=$OPTARG ;; j) job=$OPTARG ;; s) secure=$OPTARG ;; l) loader=$OPTARG ;;
        k) kernel=$OPTARG ;; c) words=$OPTARG ;; T) patience=$OPTARG ;; *) exit 2 ;;
    esac
done
[ -n "$out" ] && [ -n "$machine" ] && [ -n "$initrd" ] || { sed -n '2,13p' "$0" >&2; exit 2; }
cache=$("$here/fetch-images.sh")
mkdir -p "$out"
work=$(mktemp -d) qemu='' swtpm=''
finish() {
    [ -z "$qemu" ] || kill "$qemu" 2>/dev/null || true
    [ -z "$swtpm" ] || kill "$swtpm" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' TERM INT HUP

# Firmware and its variables. Each kind of machine keeps its own variable file beside its TPM.
ovmf=/usr/share/OVMF
case $secure in
    on) code=$ovmf/OVMF_CODE_4M.ms.fd template=$ovmf/OVMF_VARS_4M.ms.fd ;;
    off) code=$ovmf/OVMF_CODE_4M.secboot.fd template=$ovmf/OVMF_VARS_4M.fd ;;
    *) echo "boot-vm: -s on|off" >&2; exit 2 ;;
esac
variables=$machine/firmware-variables-$secure.fd
[ -f "$variables" ] || cp "$template" "$variables"

# The system partition; its identity is fixed, since grub measures what it reads and the firmware the disk.
command_line="console=ttyS0,115200 rootfstype=ramfs ima_policy=tcb ima_hash=sha256 panic=5${words:+ $words}"
initrd_command=${loader/linux/initrd}
printf 'set timeout=0\n%s /vmlinuz %s\n%s /initrd.img\nboot\n' "$loader" "$command_line" "$initrd_command" > "$work/grub.cfg"
disk=$work/esp.img
truncate -s 128M "$disk"
mkfs.vfat -F 32 -i 12345678 --invariant "$disk" > /dev/null
export MTOOLS_SKIP_CHECK=1
mmd -i "$disk" ::EFI ::EFI/BOOT ::EFI/debian
mcopy -i "$disk" "$cache/shim.efi" ::EFI/BOOT/BOOTX64.EFI
mcopy -i "$disk" "$cache/grub.efi" ::EFI/BOOT/grubx64.efi
mcopy -i "$disk" "$work/grub.cfg" ::EFI/debian/grub.cfg
mcopy -i "$disk" "$cache/$kernel/vmlinuz" ::vmlinuz
mcopy -i "$disk" "$initrd" ::initrd.img
cp "$job" "$work/job"

# A background swtpm that inherits a pipe would hang our caller.
swtpm socket --tpm2 --tpmstate "dir=$machine" --ctrl "type=unixio,path=$work/swtpm.sock" --log "file=$work/swtpm.log,level=1" </dev/null >/dev/null 2>&1 &
swtpm=$!
for _ in $(seq 100); do [ ! -S "$work/swtpm.sock" ] || break; sleep 0.05; done

guest=(-machine q35,smm=on,accel=tcg -global driver=cfi.pflash01,property=secure,value=on -cpu max -m 1024 -smp 1
    -nodefaults -nographic -no-reboot -monitor none -rtc base=utc
    -drive "if=pflash,format=raw,unit=0,readonly=on,file=$code"
    -drive "if=pflash,format=raw,unit=1,file=$variables"
    -drive "if=none,id=esp,format=raw,file=$disk" -device virtio-blk-pci,drive=esp,bootindex=1
    -chardev "socket,id=tpm,path=$work/swtpm.sock" -tpmdev emulator,id=tpm0,chardev=tpm -device tpm-crb,tpmdev=tpm0
    -netdev user,id=net0 -device virtio-net-pci,netdev=net0,romfile=
    -serial "file:$work/console.log" -serial "file:$work/data"
    -fw_cfg "name=opt/attest/job,file=$work/job")
[ ! -f "$machine/disk.tar.gz" ] || guest+=(-fw_cfg "name=opt/attest/disk,file=$machine/disk.tar.gz")
started=$(date +%s%N)
qemu-system-x86_64 "${guest[@]}" </dev/null >"$work/qemu.log" 2>&1 &
qemu=$!
status=0
for _ in $(seq $((patience * 5))); do kill -0 "$qemu" 2>/dev/null || break; sleep 0.2; done
if kill -0 "$qemu" 2>/dev/null; then
    status=124
else
    wait "$qemu" || status=1
    qemu=''
fi
seconds=$(( ($(date +%s%N) - started) / 1000000000 ))
# swtpm ends by itself when qemu closes the control channel; else the trap ends it.
for _ in $(seq 20); do kill -0 "$swtpm" 2>/dev/null || { swtpm=''; break; }; sleep 0.1; done

cp "$work/console.log" "$out/console.log" 2>/dev/null || true
cp "$work/grub.cfg" "$out/grub.cfg"
# OVMF writes its console on every serial port: the archive starts where gzip's magic stands.
python3 - "$work/data" "$work/archive.gz" <<'PY'
import sys
data = open(sys.argv[1], 'rb').read()
start = data.find(b'\x1f\x8b\x08')
open(sys.argv[2], 'wb').write(data[start:] if start >= 0 else b'')
PY
tar xzf "$work/archive.gz" -C "$out" 2>"$work/tar.log" || { [ "$status" != 0 ] || status=1; cat "$work/qemu.log" "$work/tar.log" >&2; }
[ ! -f "$out/disk.tar.gz" ] || mv "$out/disk.tar.gz" "$machine/disk.tar.gz"
echo "secure=$secure loader=$loader kernel=$(cat "$cache/$kernel/release") words='$words' seconds=$seconds status=$status" | tee "$out/run.txt"
exit $status
