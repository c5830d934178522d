#!/bin/sh
# Installs the Debian packages that a job needs and that are not there yet.
set -eu

build='gcc make cmake pkg-config libc6-dev libicu-dev libutf8proc-dev libjansson-dev
  zlib1g-dev libzstd-dev liblzma-dev libxml2-dev'
tests='check g++ gzip zstd xz-utils jq time python3 libxml2-utils python3-translate
  python3-regex apertium-eng-spa mandoc dpkg-dev fakeroot lintian
  chromium chromium-driver python3-selenium slurm-wlm munge parallel'
case ${1-} in
  demo) wanted=$build ;;
  test) wanted="$build $tests" ;;
  *) echo 'usage: tools/install-packages.sh demo|test' >&2; exit 2 ;;
esac

die() {
  echo "install-packages.sh: $*" >&2
  exit 1
}

if ! command -v dpkg-query >/dev/null; then
  echo "Not a Debian system. What Debian calls $wanted is needed." >&2
  exit 0
fi

missing=
for package in $wanted; do
  status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
  [ "$status" = 'install ok installed' ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

sudo=
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || die "as root, run: apt-get update && apt-get install$missing"
  sudo=sudo
fi
echo "Installing$missing"
# shellcheck disable=SC2086 # a list of words
log=$({ $sudo apt-get update -qq &&
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends \
    -o Dpkg::Use-Pty=0 $missing; } </dev/null 2>&1) || {
  printf '%s\n' "$log" | tail -n 5 >&2
  die "apt-get failed, the lines above say why; check the network and run this again"
}
