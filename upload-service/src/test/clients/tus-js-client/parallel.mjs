// parallel.mjs ENDPOINT FILE PATH ABORT_AT   Uploads FILE over three connections at once as the object PATH,
// aborts after ABORT_AT bytes, starts anew from what a client remembers, and prints the sum of the offsets it
// went on from.
import { createReadStream } from 'node:fs'
import * as tus from 'tus-js-client'

const [endpoint, file, path, abortAt] = process.argv.slice(2)
const urlStorage = new tus.FileUrlStorage(`${file}.uploads.json`)

function upload(options) {
  return new tus.Upload(createReadStream(file), {
    endpoint,
    urlStorage,
    chunkSize: 1024 * 1024,
    parallelUploads: 3,
    retryDelays: null,
    metadata: { path, filetype: 'application/octet-stream' },
    ...options,
  })
}

await new Promise((resolve, reject) => {
  let aborted = false
  const first = upload({
    onError: reject,
    onSuccess: () => reject(new Error('finished before it was aborted')),
    onProgress: (sent) => {
      if (sent >= Number(abortAt) && !aborted) {
        aborted = true
        first.abort().then(resolve, reject)
      }
    },
  })
  first.start()
})

const [previous] = await upload({}).findPreviousUploads()
if (previous?.parallelUploadUrls?.length !== 3) throw new Error('the client remembers no three uploads')
let resumedAt = 0
await new Promise((resolve, reject) => {
  const second = upload({
    onError: reject,
    onSuccess: resolve,
    onAfterResponse: (request, response) => {
      if (request.getMethod() === 'HEAD') resumedAt += Number(response.getHeader('Upload-Offset'))
    },
  })
  second.resumeFromPreviousUpload(previous)
  second.start()
})
console.log(resumedAt)
