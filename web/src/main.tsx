import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App'
import { createPages, leadToSignIn } from './app/router'
import { createServices } from './app/services'
import './styles/index.css'

const services = createServices(() => leadToSignIn(pages))
const pages = createPages(services)

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App services={services} pages={pages} />
  </StrictMode>,
)
