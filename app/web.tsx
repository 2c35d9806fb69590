import '../platform/ui/shell.css'
import '../platform/ui/pages.css'
import '../platform/ui/table.css'
import '../platform/ui/entry.css'
import { createRoot } from 'react-dom/client'
import { App } from './web/app.tsx'
import { reloadWhenStale } from './web/stale.ts'

reloadWhenStale(window)
const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
