import '../platform/ui/ui.css'
import { createRoot } from 'react-dom/client'
import { App } from './web/app.tsx'

const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
