/** The till's worker: one classic script beside the app's files, served by Django below /till/. */
import { defineConfig } from "vite";

export default defineConfig({
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    outDir: "../dist/till",
    emptyOutDir: false,
    rolldownOptions: {
      input: "worker/worker.ts",
      output: { format: "iife", entryFileNames: "worker.js" },
    },
  },
});
