#!/usr/bin/env bash
# Sourced by build.sh, run.sh and test.sh: makes sure that the few things outside the .NET SDK are there.
# As root on a Debian system what is missing is installed with apt-get; otherwise it is named and the script ends with exit code 3.

# need COMMAND-OR-LIBRARY PACKAGE
need() {
    case "$1" in
        lib*) for file in /usr/lib/"$1" /usr/lib/*/"$1" /lib/*/"$1"; do [ ! -e "$file" ] || return 0; done ;;
        *) command -v "$1" >/dev/null 2>&1 && return 0 ;;
    esac
    missing_packages="${missing_packages:-} $2"
}

install_missing() {
    [ -n "${missing_packages:-}" ] || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "installing:$missing_packages" >&2
        # shellcheck disable=SC2086
        if ! DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing_packages >/dev/null 2>&1; then
            apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing_packages >/dev/null
        fi
    else
        echo "missing Debian packages:$missing_packages" >&2
        echo "install them (apt-get install$missing_packages) and run this again" >&2
        exit 3
    fi
    missing_packages=
}

need_dotnet() {
    if ! command -v dotnet >/dev/null 2>&1; then
        echo "the .NET 10 SDK is missing: 'dotnet' is not on the PATH" >&2
        exit 3
    fi
    case "$(cd "${1:-.}" && dotnet --version 2>/dev/null)" in
        10.*) ;;
        *) echo "the .NET 10 SDK is missing: 'dotnet --version' does not answer 10.x here" >&2; exit 3 ;;
    esac
}

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
