import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// The page is static: the server hands out dist/web under a CSP of script-src 'self' (no inline script is ever written here).
export default defineConfig({
  plugins: [react()],
  publicDir: false,
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // data: addresses of scripts would break the CSP; small images may be inlined.
    assetsInlineLimit: (file) => (/\.(png|woff2?)$/.test(file) ? undefined : false),
    chunkSizeWarningLimit: 1200,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
        // React changes rarely: its own file stays in the browser's cache over updates. Everything else splits where it is imported lazily.
        codeSplitting: { groups: [{ name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// }] },
      },
    },
  },
  server: { port: 5173, strictPort: true, proxy: { '/api': { target: 'http://127.0.0.1:3000', changeOrigin: false } } },
})
