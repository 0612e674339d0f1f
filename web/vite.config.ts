import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// `npm run dev` serves the pages itself and passes the rest on to a running robsond.
const robsond = process.env.ROBSON_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: {
    host: '127.0.0.1',
    port: 19490,
    strictPort: true,
    proxy: {
      '/api': { target: robsond, changeOrigin: true, headers: { origin: robsond } },
      '/ws': { target: robsond, ws: true, changeOrigin: true, headers: { origin: robsond } },
    },
  },
  build: {
    // The pages are served under a policy that allows no data: fonts and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    // One worker, one page: starting jsdom for each file costs more than the tests. setup.ts clears what they leave.
    testTimeout: 30_000,
    isolate: false,
    maxWorkers: 1,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.{ts,tsx}'],
      exclude: ['src/**/*.test.{ts,tsx}', 'src/testing/**', 'src/main.tsx', 'src/lib/api/schema.d.ts'],
      reporter: ['text-summary', 'html'],
      thresholds: { lines: 60 },
    },
  },
})
