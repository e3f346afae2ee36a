// `next build` leaves the static files outside the standalone folder, for a CDN; this product serves them itself, and compresses
// once and well what Next would compress lightly at each request (next.config.ts says who gets it).
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";

const statics = ".next/standalone/.next/static";
cpSync(".next/static", statics, { recursive: true });
if (existsSync("public")) cpSync("public", ".next/standalone/public", { recursive: true });
for (const name of readdirSync(statics, { recursive: true })) {
  const file = path.join(statics, name);
  if (/\.(js|css)$/.test(name)) writeFileSync(`${file}.br`, brotliCompressSync(readFileSync(file)));
}
