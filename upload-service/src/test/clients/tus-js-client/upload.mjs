// upload.mjs ENDPOINT FILE PATH ABORT_AT   Uploads FILE in chunks of 1 MiB as the object PATH, aborts after
// ABORT_AT bytes, starts anew from what a client remembers, and prints the offset it went on from.
import { createReadStream } from 'node:fs'
import * as tus from 'tus-js-client'

const [endpoint, file, path, abortAt] = process.argv.slice(2)
// Version 5 has it elsewhere.
const FileUrlStorage = tus.FileUrlStorage ?? (await import('tus-js-client/node/FileUrlStorage')).FileUrlStorage
const urlStorage = new FileUrlStorage(`${file}.uploads.json`)

function upload(options) {
  return new tus.Upload(createReadStream(file), {
    endpoint,
    protocol: process.env.TUS_PROTOCOL ?? 'tus-v1',
    urlStorage,
    chunkSize: 1024 * 1024,
    retryDelays: null,
    metadata: { path, filetype: 'application/octet-stream' },
    ...options,
  })
}

await new Promise((resolve, reject) => {
  const first = upload({
    onError: reject,
    onSuccess: () => reject(new Error('finished before it was aborted')),
    onProgress: (sent) => {
      if (sent >= Number(abortAt)) first.abort().then(resolve, reject)
    },
  })
  first.start()
})

const [previous] = await upload({}).findPreviousUploads()
if (!previous) throw new Error('the client remembers no upload')
let resumedAt
await new Promise((resolve, reject) => {
  const second = upload({
    onError: reject,
    onSuccess: resolve,
    onAfterResponse: (request, response) => {
      if (request.getMethod() === 'HEAD') resumedAt = response.getHeader('Upload-Offset')
      if (request.getMethod() === 'POST') reject(new Error('a new upload instead of the old one'))
    },
  })
  second.resumeFromPreviousUpload(previous)
  second.start()
})
console.log(resumedAt)
