/** The till is served by Django: hashed files below /static/till/, found through manifest.json. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "./",
  build: {
    outDir: "../dist/till",
    emptyOutDir: true,
    manifest: "manifest.json",
    // A file becomes part of the page only by its address: data: addresses are not allowed by the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: "src/main.tsx" },
  },
  worker: { format: "es" },
  // Each file in a world of its own, but not in a process of its own: that took as long as the tests.
  test: { include: ["src/**/*.test.ts"], environment: "node", pool: "vmThreads" },
});
