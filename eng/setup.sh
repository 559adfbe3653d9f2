#!/usr/bin/env bash
# Brings what Lathe needs to this machine. Sourced by ./lathe and ./test; all it says goes to stderr.
# Missing optional pieces are named with the command that gets them; what can run without them runs.

LATHE_HOME="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export LATHE_HOME
export LATHE_NATIVE="${LATHE_NATIVE:-$LATHE_HOME/.lathe/native}"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

ORT_VERSION=1.30.0
ECHARTS_VERSION=6.1.0

say() { echo "lathe set-up: $*" >&2; }

need_dotnet() {
    if ! command -v dotnet >/dev/null || ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
        say "the .NET 10 SDK is missing. Install it (package dotnet-sdk-10.0), then run this again."
        exit 3
    fi
}

install_debian_packages() {
    local missing=()
    [ -e /usr/lib/x86_64-linux-gnu/libdnnl.so.2 ] || [ -e /usr/lib/aarch64-linux-gnu/libdnnl.so.2 ] || missing+=(libdnnl2)
    [ -d /usr/share/datasets/fashion-mnist ] || missing+=(dataset-fashion-mnist)
    [ -n "$(find /usr/lib/python3 /usr/share -maxdepth 6 -path '*onnx/backend/test/data*' -print -quit 2>/dev/null)" ] || missing+=(libonnx-testdata)
    [ ${#missing[@]} -eq 0 ] && return 0
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        say "not here: ${missing[*]} (fast kernels, the demo data, conformance vectors). Get them with: sudo apt-get install ${missing[*]}"
        return 0
    fi
    say "installing ${missing[*]}"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1 \
        || say "could not install them. Get them with: apt-get update && apt-get install ${missing[*]}"
}

npm_package() { # name version path-inside target
    local folder
    command -v npm >/dev/null || { say "npm is missing, so $1 cannot be fetched. Get it with: apt-get install npm"; return 1; }
    folder="$(mktemp -d)"
    if (cd "$folder" && npm pack --silent --ignore-scripts "$1@$2" >/dev/null 2>&1 && tar -xzf ./*.tgz "package/$3" 2>/dev/null); then
        mkdir -p "$(dirname "$4")"
        cp -L "$folder/package/$3" "$4.part" && mv "$4.part" "$4"
        rm -rf "$folder"
        return 0
    fi
    rm -rf "$folder"
    say "could not fetch $1@$2. Get it with: npm pack $1@$2 (needs the network)"
    return 1
}

install_native() {
    local os arch file
    case "$(uname -s)" in Linux) os=linux; file=libonnxruntime.so.1 ;; Darwin) os=darwin; file=libonnxruntime.1.dylib ;; *) return 0 ;; esac
    case "$(uname -m)" in x86_64) arch=x64 ;; aarch64 | arm64) arch=arm64 ;; *) return 0 ;; esac
    if [ ! -e "$LATHE_NATIVE/$file" ]; then
        say "fetching ONNX Runtime $ORT_VERSION"
        npm_package onnxruntime-node "$ORT_VERSION" "bin/napi-v6/$os/$arch/$file" "$LATHE_NATIVE/$file" || true
    fi
    if [ ! -e "$LATHE_HOME/.lathe/web/echarts.min.js" ]; then
        npm_package echarts "$ECHARTS_VERSION" dist/echarts.min.js "$LATHE_HOME/.lathe/web/echarts.min.js" || true
    fi
}

set_up() {
    mkdir -p "$LATHE_HOME/.lathe"
    need_dotnet
    install_debian_packages
    install_native
}
