#!/usr/bin/env bash
# Makes an installed command portable and packs it:
#     Packaging/bundle.sh FOLDER SCRATCH
# FOLDER is what `make install` wrote; the libraries that the command links and opens, their licences and a README.txt
# are added to it, and it is packed into FOLDER.tar.xz. SCRATCH is the build folder, where the packages' licences are.
set -euo pipefail

folder=$1 scratch=$2
here=$(dirname "${BASH_SOURCE[0]}")
command=$folder/bin/nesy
# Opened at run time, so that nothing in the command names them.
opened="libOpenCL.so.1 libclblast.so.1"

# The Debian package (NAME:ARCHITECTURE) that a file is of, or nothing. Packages name files by /lib or by /usr/lib.
package_of() {
    local file
    file=$(realpath "$1")
    { dpkg-query -S "$file" || dpkg-query -S "${file#/usr}" || true; } 2> /dev/null | sed 's/: .*//'
}

# The highest version of glibc that the given files ask for.
glibc_of() {
    readelf --version-info --wide "$@" | grep -o 'GLIBC_2\.[0-9]*' | cut -d _ -f 2 | sort -uV | tail -n 1
}

carry() {
    local library=$1 name package shelf=$folder/lib
    name=$(basename "$library")
    package=$(package_of "$library")
    case $package in
        "") echo "bundle: $library is of no Debian package; its licence is not known" >&2; return 1 ;;
        libc6:*) return ;;
    esac
    case $name in
        # For systems without a C++ runtime; the system's own, where there is one, suits its drivers.
        libstdc++.so.*|libgcc_s.so.*) shelf=$folder/lib/fallback ;;
    esac
    install -m 644 "$library" "$shelf/$name"
    install -m 644 "/usr/share/doc/${package%%:*}/copyright" "$folder/LICENSES/$name.txt"
    dpkg-query -W -f="$name: package \${Package} \${Version}, source \${source:Package} \${source:Version}\n" "$package" \
        >> "$folder/LICENSES/ORIGIN.txt"
}

carry_libraries() {
    local name library
    while read -r library; do
        carry "$library"
    done < <(ldd "$command" | awk '$3 ~ /^\// { print $3 }' | sort)
    for name in $opened; do
        library=$(ldconfig -p | awk -v name="$name" '$1 == name && /x86-64/ && !found++ { print $NF }')
        if [ -z "$library" ]; then echo "bundle: $name is not installed" >&2; return 1; fi
        carry "$library"
    done
}

carry_licences() {
    local runtime
    runtime=$("${SWIFT:-swift}" -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
    install -m 644 "$here/../LICENSE" "$folder/LICENSES/NeSy.txt"
    install -m 644 "$runtime/../../share/swift/LICENSE.txt" "$folder/LICENSES/Swift.txt"
    install -m 644 "$scratch/checkouts/swift-argument-parser/LICENSE.txt" "$folder/LICENSES/swift-argument-parser.txt"
    install -m 644 "$scratch/checkouts/Yams/LICENSE" "$folder/LICENSES/Yams.txt"
    install -m 644 "$here"/notices/*.txt "$folder/LICENSES/"
    # The licences that Debian's copyright files refer to instead of repeating them.
    install -m 644 /usr/share/common-licenses/{Apache-2.0,GPL-3} "$folder/LICENSES/"
}

install -d "$folder/lib/fallback" "$folder/LICENSES"
carry_libraries
carry_licences
sed -e "s/@VERSION@/$("$command" --version)/" \
    -e "s/@GLIBC@/$(glibc_of "$command" "$folder"/lib/*.so*)/" \
    -e "s/@FALLBACK_GLIBC@/$(glibc_of "$folder"/lib/fallback/*)/" \
    "$here/README.txt" > "$folder/README.txt"
tar --create --sort=name --owner=0 --group=0 --numeric-owner -C "$(dirname "$folder")" "$(basename "$folder")" \
    | xz -9 > "$folder.tar.xz"
