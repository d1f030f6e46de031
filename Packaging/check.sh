#!/usr/bin/env bash
# Shows that a bundle stands alone:
#     Packaging/check.sh ARCHIVE
# It is small enough; what its files link is inside or of glibc; no search path leads into a build folder; and the
# command starts with an empty environment, and trains and extracts in a root that holds nothing but glibc.
set -euo pipefail

archive=$1
largest=25000000
glibc="ld-linux-x86-64.so.2 libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libresolv.so.2"

fail() {
    echo "bundle: $*" >&2
    exit 1
}

temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
bundle=$temporary/root/bundle
mkdir -p "$bundle"
tar --extract --xz --file "$archive" --strip-components 1 -C "$bundle"

size=$(stat -c %s "$archive")
[ "$size" -le "$largest" ] || fail "$archive has $size bytes, more than $largest"

for file in "$bundle"/bin/* "$bundle"/lib/*.so* "$bundle"/lib/fallback/*; do
    dynamic=$(readelf --dynamic --wide "$file")
    for needed in $(sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' <<< "$dynamic"); do
        case " $glibc " in *" $needed "*) continue ;; esac
        [ -e "$bundle/lib/$needed" ] || [ -e "$bundle/lib/fallback/$needed" ] \
            || fail "${file#"$bundle"/} needs $needed, which is not carried"
    done
    for folder in $(sed -n 's/.*(R\(UN\)\?PATH).*\[\(.*\)\]/\2/p' <<< "$dynamic" | tr : ' '); do
        case $folder in
            "\$ORIGIN"|"\$ORIGIN"/*|/usr/lib64|/usr/lib/x86_64-linux-gnu) ;;
            *) fail "${file#"$bundle"/} looks for libraries in $folder" ;;
        esac
    done
done

# With the libraries of this system.
(cd "$temporary" && env -i "$bundle/bin/nesy" --version > /dev/null)

# With glibc alone, and /proc, by which $ORIGIN is found.
for name in $glibc; do
    library=$(ldconfig -p | awk -v name="$name" '$1 == name && /x86-64/ && !found++ { print $NF }')
    install -D "$library" "$temporary/root/$library"
done
mkdir -p "$temporary/root/lib64" "$temporary/root/proc"
[ -e "$temporary/root/lib64/ld-linux-x86-64.so.2" ] || install /lib64/ld-linux-x86-64.so.2 "$temporary/root/lib64"
apart=(unshare --fork --pid --mount-proc)
[ "$(id -u)" = 0 ] || apart+=(--map-root-user)
alone() { env -i "$(command -v unshare)" "${apart[@]:1}" --root "$temporary/root" "$@"; }
if "${apart[@]}" true; then
    alone /bundle/bin/nesy devices > /dev/null
    alone /bundle/bin/nesy demo --quiet --scenes 200 --epochs 2 --out /runs > /dev/null
    # What is opened at run time is found in the same way; the linker only warns of what it cannot load.
    warnings=$(alone /lib64/ld-linux-x86-64.so.2 --preload libOpenCL.so.1:libclblast.so.1 /bundle/bin/nesy --version \
        2>&1 > /dev/null)
    [ -z "$warnings" ] || fail "$warnings"
else
    echo "bundle: not run in a bare root, for which this system wants more rights" >&2
fi
echo "$archive: $size bytes"
