#!/bin/sh
# The node's DICE identity, made before the root file system is mounted.
[ -d /sys/kernel/security/tpm0 ] || mount -t securityfs -o nosuid,nodev,noexec securityfs /sys/kernel/security 2>/dev/null
mkdir -p -m 0755 /run/attest-agent
DOTNET_EnableDiagnostics=0 /usr/bin/attest-agent latch --state /run/attest-agent/initramfs --log-format text 2> /run/attest-agent/initramfs.log \
    || warn "attest-agent: no identity in this boot, see /run/attest-agent/initramfs.log"
