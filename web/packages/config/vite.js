import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip, gzipSync } from "node:zlib";

import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";

const WEB = fileURLToPath(new URL("../../", import.meta.url));
const FIRST_LOAD_BYTES = 250_000;

/** Vite's configuration of the app that the gateway serves at `/app/<name>/`. */
export function labwrightApp(name) {
  return {
    base: `/app/${name}/`,
    plugins: [react(), tailwindcss(), firstLoad(), compressed()],
    publicDir: join(WEB, "packages/ui/public"),
    build: {
      outDir: join(WEB, "dist", name),
      emptyOutDir: true,
      target: "es2022",
      // The gateway's policy takes nothing from `data:` but pictures.
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      // firstLoad() says what is too large.
      chunkSizeWarningLimit: 2_000,
    },
    server: { proxy: { "/api": process.env.LABWRIGHT_API ?? "http://127.0.0.1:8080" } },
  };
}

/** Fails a build whose first page needs more compressed script than people should wait for. */
function firstLoad() {
  return {
    name: "labwright:first-load",
    apply: "build",
    writeBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      const entry = chunks.find((chunk) => chunk.isEntry);
      const needed = new Set();
      const follow = (chunk) => {
        needed.add(chunk);
        for (const name of chunk.imports)
          if (bundle[name] && !needed.has(bundle[name])) follow(bundle[name]);
      };
      follow(entry);
      const bytes = [...needed].reduce((sum, chunk) => sum + gzipSync(chunk.code).length, 0);
      this.info(`first load: ${Math.round(bytes / 1000)} kB of compressed script`);
      if (bytes > FIRST_LOAD_BYTES)
        this.error(`first load is ${bytes} bytes of compressed script, of ${FIRST_LOAD_BYTES}`);
    },
  };
}

/** Writes what the gateway sends to browsers that take it: `.br` and `.gz` beside each text. */
function compressed() {
  const packers = {
    ".br": (data) =>
      promisify(brotliCompress)(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    ".gz": (data) => promisify(gzip)(data, { level: 9 }),
  };
  return {
    name: "labwright:compressed",
    apply: "build",
    enforce: "post",
    async writeBundle({ dir }, bundle) {
      const texts = Object.keys(bundle).filter((name) => /\.(js|css|html|svg)$/.test(name));
      await Promise.all(
        texts.map(async (name) => {
          const data = await readFile(join(dir, name));
          for (const [ending, pack] of Object.entries(packers))
            await writeFile(join(dir, name + ending), await pack(data));
        }),
      );
    },
  };
}
