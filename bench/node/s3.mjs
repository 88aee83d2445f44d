// @tus/server with @tus/s3-store as its README shows it: node s3.mjs PORT ENDPOINT BUCKET
import { createServer } from "node:http";
import { S3Store } from "@tus/s3-store";
import { Server } from "@tus/server";

const [port, endpoint, bucket] = process.argv.slice(2);
const datastore = new S3Store({
  partSize: 8 * 1024 * 1024,
  s3ClientConfig: { bucket, endpoint, forcePathStyle: true, region: process.env.AWS_REGION },
});
const tus = new Server({ path: "/uploads", datastore });
createServer((request, response) => tus.handle(request, response)).listen(Number(port), "127.0.0.1");
