#!/usr/bin/env bash
# Makes build.ps1 run on a machine that has nothing but the .NET SDK. What the tasks do is written there, not here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
    cat <<'TEXT'
Usage: ./build.sh TASK [OPTIONS]

  build                    builds the module into out/PortFirewall
  test [-Long] [-Only X]   sets up what is missing, builds, runs every test (-Only Core: the projects with Core in the name)
  demo                     sets up what is missing, builds, shows the whole guide in a lab
  benchmark [ARGUMENTS]    sets up what is missing, builds, compares the commands with the native tools
  package                  builds, and makes the .nupkg for a repository of modules in out/package
  setup                    installs what the tests and the demo need and the machine lacks
  clean                    removes everything that was built

The tasks are in build.ps1, which pwsh runs too: ./build.ps1 -Task Test
TEXT
}

fail() {
    printf 'build.sh: %s\n' "$1" >&2
    exit 1
}

# The SDK may be where Microsoft's install script puts it, which is on nobody's PATH by itself.
find_dotnet() {
    local candidate version older=
    for candidate in "$(command -v dotnet || true)" "${DOTNET_ROOT:-}/dotnet" "${HOME:-}/.dotnet/dotnet" \
        /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet; do
        [[ -x $candidate ]] && version=$("$candidate" --version 2>/dev/null) || continue
        if (( ${version%%.*} >= 10 )); then
            printf '%s\n' "$candidate"
            return
        fi
        older=" There is $version only."
    done
    fail "the .NET SDK 10 or later is needed and was not found.$older Install it, or put its folder on PATH."
}

task=${1:-}
case ${task,,} in
    build | test | demo | benchmark | package | setup | clean) shift ;;
    '' | help | -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "unknown task '$task'." ;;
esac

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Build servers that stay behind would keep this script's output open, and whoever reads it waiting.
export MSBUILDDISABLENODEREUSE=1
dotnet=$(find_dotnet)
export PATH="$(dirname "$dotnet"):$PATH"

host=src/PortFirewall.Host/bin/Release/net10.0/PortFirewall.Host.dll
[[ -e $host ]] || printf 'Preparing to run build.ps1 without pwsh (once) ...\n' >&2
if ! log=$("$dotnet" msbuild src/PortFirewall.Host -restore -property:Configuration=Release -verbosity:quiet -nologo 2>&1); then
    printf '%s\n' "$log" >&2
    fail 'the host for build.ps1 could not be built.'
fi
exec "$dotnet" "$host" -File build.ps1 -Task "$task" "$@"
