// upload.mjs ENDPOINT FILE PATH ABORT_AT   Chooses FILE in a page with Uppy in Chromium, which uploads it as the
// object PATH; stops after ABORT_AT bytes, leaves the page, chooses the file again, and prints the offset it went on
// from. The page's origin is another one than the endpoint's.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { chromium } from 'playwright-core'

const [endpoint, file, path, abortAt] = process.argv.slice(2)

const files = {
  '/': ['text/html', 'page.html'],
  '/uppy.min.js': ['text/javascript', 'node_modules/uppy/dist/uppy.min.js'],
}
const pages = createServer(async (request, response) => {
  const [type, name] = files[new URL(request.url, 'http://page').pathname] ?? []
  response.writeHead(name ? 200 : 404, { 'Content-Type': type ?? 'text/plain' })
  response.end(name ? await readFile(new URL(name, import.meta.url)) : 'none')
})
await new Promise((resolve) => pages.listen(Number(process.env.PAGE_PORT ?? 0), '127.0.0.1', resolve))
const address = `http://127.0.0.1:${pages.address().port}/?`
const firstPage = address + new URLSearchParams({ endpoint, path, abortAt })
const secondPage = address + new URLSearchParams({ endpoint, path })

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
})
try {
  const page = await browser.newPage()
  let heard = {}
  for (const name of ['resumed', 'paused', 'succeeded', 'failed']) {
    await page.exposeFunction(name, (value) => heard[name]?.(value))
  }
  page.on('console', (message) => console.error(message.text()))

  await new Promise((resolve, reject) => {
    heard = {
      paused: resolve,
      succeeded: () => reject(new Error('finished before the page was left')),
      failed: (message) => reject(new Error(message)),
    }
    page.goto(firstPage).then(() => page.setInputFiles('#file', file)).catch(reject)
  })
  heard = {}

  let resumedAt
  await new Promise((resolve, reject) => {
    heard = {
      resumed: (offset) => (resumedAt ??= offset),
      succeeded: resolve,
      failed: (message) => reject(new Error(message)),
    }
    page.goto(secondPage).then(() => page.setInputFiles('#file', file)).catch(reject)
  })
  console.log(resumedAt)
} finally {
  await browser.close()
  pages.close()
}
