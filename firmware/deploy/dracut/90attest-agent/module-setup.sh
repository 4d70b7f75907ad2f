#!/bin/bash
# To /usr/lib/dracut/modules.d/90attest-agent/ (Fedora, SUSE): the same as initramfs-tools/ does.

check() { require_binaries /usr/bin/attest-agent || return 1; return 255; }

depends() { return 0; }

installkernel() { instmods tpm_tis tpm_crb; }

install() {
    inst_multiple /usr/bin/attest-agent mount mkdir
    # Opened by name at run time, so that nothing shows that they are needed.
    inst_libdir_file "libcrypto.so.3*" "libssl.so.3*"
    inst_simple /etc/attestation/agent.conf
    inst_hook pre-mount 10 "$moddir/attest-agent-latch.sh"
}
