import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import type { Services } from '../services.ts'
import { adminPages } from './admin/pages.tsx'
import { assetRoutes } from './assets.ts'
import { branchPages } from './branch/pages.tsx'
import { commitmentPages } from './commitments/pages.tsx'
import { deskPages } from './desk/pages.tsx'
import { feedRoutes } from './feed.ts'
import { readForms } from './form-body.ts'
import { helpPages } from './help/pages.tsx'
import { inboxPages } from './inbox/pages.tsx'
import { meetingPages } from './meetings/pages.tsx'
import { orderPages } from './orders/pages.tsx'
import { casePages } from './pages/case-page.tsx'
import { casesPages } from './pages/cases-page.tsx'
import { demoPages } from './pages/demo-page.tsx'
import { followPages } from './pages/follow-page.tsx'
import { frontPages } from './pages/front-page.tsx'
import { galleryPage } from './pages/gallery-page.tsx'
import { keptPages } from './pages/kept-page.tsx'
import { ledgerPage } from './pages/ledger-page.tsx'
import { pulsePage } from './pages/pulse-page.tsx'
import { replyPages } from './pages/reply-page.tsx'
import { reportPages } from './pages/report-page.tsx'
import { statsPages } from './pages/stats-page.tsx'
import { trackPages } from './pages/track-page.tsx'
import { Pages } from './pages.ts'
import { placePages } from './place/pages.tsx'
import { mePages } from './staff/calendar.tsx'
import { StaffPages } from './staff/pages.ts'
import { signInPages } from './staff/sign-in-page.tsx'
import { StandingKeeper } from './standing.ts'
import { wallPages } from './wall/page.tsx'

/** Every page, and what pages need. In a scope of their own: plain forms are read here, and nowhere in the API. */
export async function webRoutes(app: FastifyInstance, deps: Deps, services: Services): Promise<void> {
  await app.register(async (web) => {
    readForms(web)
    assetRoutes(web)
    const pages = new Pages(web, deps)
    const standing = new StandingKeeper(deps)
    frontPages(pages, standing)
    casesPages(pages, standing)
    casePages(pages)
    followPages(pages)
    keptPages(pages)
    placePages(pages)
    feedRoutes(pages)
    await web.register(async (forms) => {
      // Read by the handler, so that files are looked at one by one.
      forms.addContentTypeParser('multipart/form-data', (_request, _body, done) => done(null))
      const withFiles = new Pages(forms, deps)
      replyPages(withFiles)
      reportPages(withFiles, services.intake)
      trackPages(withFiles)
    })
    statsPages(pages)
    pulsePage(pages)
    ledgerPage(pages)
    const staff = new StaffPages(pages)
    wallPages(staff)
    signInPages(staff, services.sessions)
    mePages(staff)
    commitmentPages(staff)
    deskPages(staff, services.intake)
    branchPages(staff)
    adminPages(staff, services.sessions)
    inboxPages(staff)
    orderPages(staff)
    helpPages(staff)
    meetingPages(staff)
    demoPages(pages, services.sessions)
    if (deps.config.nodeEnv !== 'production') galleryPage(pages)
  })
}
