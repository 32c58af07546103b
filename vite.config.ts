import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Written beside each built file, so that the server never compresses the same bytes twice. */
const compressed = (): Plugin => ({
  name: "rungs-compressed",
  apply: "build",
  writeBundle: {
    sequential: true,
    async handler({ dir }) {
      const files = dir ? await readdir(dir, { recursive: true, withFileTypes: true }) : [];
      for (const file of files.filter((entry) => entry.isFile() && /\.(js|css|svg)$/.test(entry.name))) {
        const path = join(file.parentPath, file.name);
        const bytes = await readFile(path);
        await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
        await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
      }
    },
  },
});

export default defineConfig({
  plugins: [react(), compressed()],
  // The server puts the nonce of the reply in this word's place.
  html: { cspNonce: "__RUNGS_NONCE__" },
  build: {
    outDir: "dist/web",
    emptyOutDir: true,
    // A data: URL would need a wider content security policy than the files do.
    assetsInlineLimit: 0,
    // The first browsers with light-dark(), in which each colour is written once for both themes.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // The core is pure: what a page does not call falls out, and with it the document's schema and Zod.
      treeshake: { moduleSideEffects: [{ test: /\/src\/core\//, sideEffects: false }] },
      output: {
        codeSplitting: {
          groups: [
            { name: "library", test: /\/node_modules\/(react|react-dom|scheduler|@tanstack)\//, priority: 2 },
            // What nearly every page uses comes in one file instead of a dozen small ones.
            { name: "parts", test: /\/src\/(web\/(parts|figures)|http)\//, priority: 1 },
          ],
        },
      },
    },
  },
  server: { port: 4330, strictPort: true, proxy: { "/api": process.env["RUNGS_API"] ?? "http://127.0.0.1:4200" } },
});
