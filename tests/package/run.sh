#!/bin/sh
# Makes the Debian packages and puts them through what a user does: look, install, run, remove.
# usage: run.sh CMAKE SOURCE BUILD SCRATCH; BUILD was made by ../plain.sh.
set -eu
cmake=$1 source=$2 build=$3 scratch=$4
here=$(cd "$(dirname "$0")" && pwd)
for program in dpkg-deb dpkg-shlibdeps fakeroot lintian; do
  command -v $program >/dev/null || {
    echo "skipped: $program is not installed"
    exit 77
  }
done

step=start
trap '[ $? -eq 0 ] || echo "failed: $step" >&2' EXIT
check() {
  step=$*
  echo "$*"
}

mkdir -p "$scratch"
rm -f "$build"/*.deb
check 'the packages are built'
quietly() {
  "$@" >"$scratch/log" 2>&1 && return
  tail -n 20 "$scratch/log" >&2
  exit 1
}
cd "$build"
quietly "$(dirname "$cmake")/cpack"

check 'there are three, with the parts that belong in each'
[ "$(ls ./*.deb | sed 's/_.*//' | tr '\n' ' ')" = './libseg-dev ./libseg-tools ./libseg0 ' ]
for package in libseg0 libseg-dev libseg-tools; do
  for deb in "$build/${package}_"*.deb; do
    dpkg-deb -c "$deb" | sed 's/.* \.\//\//' >"$scratch/$package.files"
    dpkg-deb -f "$deb" >"$scratch/$package.control"
  done
  for file in copyright changelog.gz changelog.Debian.gz; do
    grep -qx "/usr/share/doc/$package/$file" "$scratch/$package.files"
  done
done
for page in "$source"/tools/man/*.1; do
  tool=$(basename "$page" .1)
  grep -qx "/usr/bin/$tool" "$scratch/libseg-tools.files"
  grep -qx "/usr/share/man/man1/$tool.1.gz" "$scratch/libseg-tools.files"
done
grep -q '/libseg\.so\.[0-9.]*$' "$scratch/libseg0.files"
for file in "$source"/libseg/include/seg/*.h; do
  grep -qx "/usr/include/seg/${file##*/}" "$scratch/libseg-dev.files"
done
grep -q '/libseg\.so -> ' "$scratch/libseg-dev.files"

check 'they depend on the libraries they use and on each other'
grep -q '^Depends:.* libicu[0-9]* .* libxml2 ' "$scratch/libseg0.control"
grep -q '^Depends:.*libseg0 (= .* libc6 ' "$scratch/libseg-tools.control"
grep -q '^Depends: libseg0 (= ' "$scratch/libseg-dev.control"

check 'lintian finds nothing'
# No bug of Debian asks for the packages.
root_too=
[ "$(id -u)" -ne 0 ] || root_too=--allow-root
# shellcheck disable=SC2086 # an option or none
lintian --fail-on error,warning --suppress-tags initial-upload-closes-no-bugs \
  $root_too ./*.deb

# An empty system of its own: the libraries of Debian are not in it, so their lack is no error there.
check 'they are installed'
root=$scratch/root
rm -rf "$root"
mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" "$root/etc"
: >"$root/var/lib/dpkg/status"
in_root() {
  quietly fakeroot dpkg --root="$root" --force-not-root,depends --log=/dev/null "$@"
}
PATH=$PATH:/usr/sbin:/sbin
in_root -i ./*.deb
[ "$(grep -c '^Status: install ok installed' "$root/var/lib/dpkg/status")" -eq 3 ]

check 'the tools run'
library=$(dirname "$(find "$root" -name 'libseg.so.0')")
for tool in "$root"/usr/bin/*; do
  LD_LIBRARY_PATH=$library "$tool" --version >/dev/null
done
[ "$(echo 'Er kam nach RusslandDamit ist es aus.' |
  LD_LIBRARY_PATH=$library "$root/usr/bin/segrepair")" = 'Er kam nach Russland. Damit ist es aus.' ]

check 'programs and library are hardened'
for file in "$root"/usr/bin/seg[a-z]* "$library"/libseg.so.0; do
  readelf -Wlds "$file" >"$scratch/elf"
  for wanted in 'Elf file type is DYN' GNU_RELRO BIND_NOW __stack_chk_fail; do
    grep -q "$wanted" "$scratch/elf" || { echo "$file lacks $wanted"; exit 1; }
  done
  if grep -e RUNPATH -e 'GNU_STACK.*RWE' "$scratch/elf"; then exit 1; fi
done
nm -D "$library/libseg.so.0" | grep -q '__memcpy_chk'

check 'programs are built against the library'
CFLAGS='' sh "$here/../install/use.sh" "$cmake" "$root/usr" "$scratch"

check 'nothing stays behind'
in_root --purge libseg-tools libseg-dev libseg0
[ -z "$(find "$root" -path "$root/var" -prune -o ! -type d -print)" ]
[ ! -e "$root/usr" ]
