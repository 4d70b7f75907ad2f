#!/usr/bin/env bash
# tests/vm/make-tpm.sh CA MACHINE [NAME]
# Makes a new TPM in folder MACHINE: RSA-2048 and P-384 endorsement keys with certificates in NV, issued by the swtpm_localca of folder CA
# (made with the first TPM: issuercert.pem, and its root swtpm-localca-rootca-cert.pem).
set -euo pipefail
mkdir -p "$1" "$2"
ca=$(cd "$1" && pwd) machine=$(cd "$2" && pwd)
printf 'statedir = %s\nsigningkey = %s/signkey.pem\nissuercert = %s/issuercert.pem\ncertserial = %s/certserial\n' "$ca" "$ca" "$ca" "$ca" > "$ca/localca.conf"
printf -- '--platform-manufacturer Attestation\n--platform-version 1.0\n--platform-model VM\n' > "$ca/localca.options"
printf 'create_certs_tool = %s\ncreate_certs_tool_config = %s/localca.conf\ncreate_certs_tool_options = %s/localca.options\nactive_pcr_banks = sha1,sha256,sha384\n' \
    "$(command -v swtpm_localca)" "$ca" "$ca" > "$ca/setup.conf"
swtpm_setup --tpm2 --tpm-state "dir://$machine" --create-ek-cert --create-platform-cert --pcr-banks sha1,sha256,sha384 \
    --write-ek-cert-files "$machine" --config "$ca/setup.conf" --vmid "${3:-vm}" --logfile "$machine/setup.log" </dev/null >/dev/null 2>&1 || { cat "$machine/setup.log" >&2; exit 1; }
