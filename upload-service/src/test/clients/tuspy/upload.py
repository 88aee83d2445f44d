"""upload.py ENDPOINT FILE PATH ABORT_AT

Uploads FILE in chunks of 1 MiB as the object PATH, stops after ABORT_AT bytes, starts anew from what
a client remembers, and prints the offset it went on from. Each chunk has a checksum.
"""

import sys

from tusclient import client
from tusclient.storage import filestorage

endpoint, file, path, abort_at = sys.argv[1:]
remembered = filestorage.FileStorage(file + ".uploads.json")


def uploader():
    return client.TusClient(endpoint).uploader(
        file,
        chunk_size=1024 * 1024,
        metadata={"path": path, "filetype": "application/octet-stream"},
        store_url=True,
        upload_checksum=True,
        url_storage=remembered,
    )


first = uploader()
first.upload(stop_at=int(abort_at))

second = uploader()
if second.url != first.url:
    sys.exit("a new upload instead of the old one")
print(second.offset)
second.upload()
