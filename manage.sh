#!/usr/bin/env bash
# Smart Meeting Scribe: the single command. It finds a Python and hands over to src/scribe, which knows the commands.
#
#   ./manage.sh          prepare what is missing, start everything, print the address
#   ./manage.sh help     every command
set -euo pipefail

home=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)

# Before there is a Python there is nobody else to say it.
refuse() {
  case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
    fr*) printf '%s\n' "$1" ;;
    *) printf '%s\n' "$2" ;;
  esac >&2
  exit 1
}

recent_enough() {
  "$1" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

python=
found=
for candidate in "${SCRIBE_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
  [[ -n $candidate ]] && command -v -- "$candidate" >/dev/null || continue
  if recent_enough "$candidate"; then
    python=$candidate
    break
  fi
  found=${found:-$("$candidate" --version 2>&1 || true)}
done

if [[ -z $python && -n $found ]]; then
  refuse "Il faut Python 3.11 ou plus récent ; cette machine a ${found}. Installez-en un plus récent ou indiquez-le dans SCRIBE_PYTHON." \
    "Python 3.11 or newer is needed; this machine has ${found}. Install a newer one or name it in SCRIBE_PYTHON."
elif [[ -z $python ]]; then
  refuse "Il faut Python 3.11 ou plus récent ; cette machine n'en a pas. Sous Debian : apt-get install python3" \
    "Python 3.11 or newer is needed and this machine has none. On Debian: apt-get install python3"
fi

# -I: neither the caller's folder nor their PYTHON* variables change what runs. utf8: French needs it in any locale.
exec "$python" -I -X utf8 "$home/src/scribe" "$@"
