#!/bin/bash
# upload.sh ENDPOINT FILE PATH ABORT_AT   Uploads the first ABORT_AT bytes of FILE as the object PATH, asks for
# the offset, sends the rest with its checksum, and prints the offset it went on from.
set -euo pipefail
endpoint=$1 file=$2 path=$3 abort_at=$4
tus() { curl -sS --fail-with-body -H 'Tus-Resumable: 1.0.0' "$@"; }
header() { tr -d '\r' | sed -n "s/^$1: //Ip"; }
checksum() { openssl dgst -sha256 -binary | base64; }
offset() { tus -I "$1" | header Upload-Offset; }
patch() {
  tus -X PATCH -H 'Content-Type: application/offset+octet-stream' -H "Upload-Offset: $2" \
    -H "Upload-Checksum: sha256 $(checksum < "$3")" --data-binary "@$3" "$1"
}

location=$(tus -D - -o /dev/null -X POST -H "Upload-Length: $(stat -c %s "$file")" \
  -H "Upload-Metadata: path $(printf %s "$path" | base64)" "$endpoint" | header Location)
upload=${endpoint%/uploads}$location

part=$file.part
head -c "$abort_at" "$file" > "$part"
patch "$upload" 0 "$part"
at=$(offset "$upload")
tail -c "+$((at + 1))" "$file" > "$part"
patch "$upload" "$at" "$part"
[ "$(offset "$upload")" = "$(stat -c %s "$file")" ]
echo "$at"
