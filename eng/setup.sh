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

# Runs a command while no other call on this checkout does: two first calls at once must not build into each other.
lock() {
    mkdir -p "$LATHE_HOME/.lathe" 2>/dev/null && [ -w "$LATHE_HOME/.lathe" ] \
        || { say "'$LATHE_HOME/.lathe' cannot be written. Make it writable, or use a checkout of your own."; exit 3; }
    exec 9>"$LATHE_HOME/.lathe/lock"
    if command -v flock >/dev/null && ! flock -n 9; then
        say "another call is setting up; waiting for it"
        flock 9
    fi
    "$@"
    exec 9>&-
}

need_dotnet() {
    if ! command -v dotnet >/dev/null || ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
        say "the .NET 10 SDK is missing. Install it (package dotnet-sdk-10.0), then run this again."
        exit 3
    fi
}

install_debian_packages() {
    local missing=()
    [ "$(uname -m)" != x86_64 ] || [ -e /usr/lib/x86_64-linux-gnu/libdnnl.so.2 ] || missing+=(libdnnl2)
    [ -d /usr/share/datasets/fashion-mnist ] || missing+=(dataset-fashion-mnist)
    [ -d /usr/share/libonnx-testdata ] || missing+=(libonnx-testdata)
    command -v gcc >/dev/null || missing+=(gcc libc6-dev)
    [ ${#missing[@]} -eq 0 ] && return 0
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        say "not here: ${missing[*]} (fast kernels, the demo data, conformance vectors, a compiler to check generated C). Get them with: sudo apt-get install ${missing[*]}"
        return 0
    fi
    say "installing ${missing[*]}"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1 9>&- \
        || say "could not install them. Get them with: apt-get update && apt-get install ${missing[*]}"
}

# A cross compiler and an emulator for microcontrollers: large, so only what needs them brings them.
install_board_tools() {
    command -v arm-none-eabi-gcc >/dev/null && command -v qemu-system-arm >/dev/null && return 0
    local tools=(gcc-arm-none-eabi qemu-system-arm)
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        say "not here: ${tools[*]} (programs for microcontrollers, and an emulator to run them). Get them with: sudo apt-get install ${tools[*]}"
        return 0
    fi
    say "installing ${tools[*]}"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${tools[@]}"; } >/dev/null 2>&1 9>&- \
        || say "could not install them. Get them with: apt-get update && apt-get install ${tools[*]}"
}

# Takes one file out of an npm package; the version it is of stands beside it, so that another pin fetches it anew.
npm_file() { # name version path-inside target
    local folder target="$4"
    if [ -e "$target" ] && { [ ! -e "$target.version" ] || [ "$(cat "$target.version")" = "$2" ]; }; then
        return 0
    fi
    command -v npm >/dev/null || { say "npm is missing, so $1 cannot be fetched. Get it with: apt-get install npm"; return 0; }
    say "fetching $1 $2"
    folder="$(mktemp -d)"
    if (cd "$folder" && npm pack --silent --ignore-scripts "$1@$2" >/dev/null 2>&1 9>&- && tar -xzf ./*.tgz "package/$3" 2>/dev/null) \
        && mkdir -p "$(dirname "$target")" && cp -L "$folder/package/$3" "$target.part" && mv "$target.part" "$target"; then
        echo "$2" >"$target.version"
    else
        say "could not fetch $1@$2. Get it with: npm pack $1@$2 (needs the network), then put its $3 at $target"
    fi
    rm -rf "$folder"
}

install_native() {
    local os arch file
    npm_file echarts "$ECHARTS_VERSION" dist/echarts.min.js "$LATHE_HOME/.lathe/web/echarts.min.js"
    case "$(uname -s)" in Linux) os=linux; file=libonnxruntime.so.1 ;; Darwin) os=darwin; file=libonnxruntime.1.dylib ;; *) return 0 ;; esac
    case "$(uname -m)" in x86_64) arch=x64 ;; aarch64 | arm64) arch=arm64 ;; *) return 0 ;; esac
    npm_file onnxruntime-node "$ORT_VERSION" "bin/napi-v6/$os/$arch/$file" "$LATHE_NATIVE/$file"
}

set_up() {
    need_dotnet
    install_debian_packages
    install_native
}
