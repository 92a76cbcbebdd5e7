import { t } from '../../../shared/i18n/text.ts'
import { KeptList } from '../components/kept.tsx'
import { inLanguage } from '../here.ts'
import { Layout } from '../layout.tsx'
import type { Pages } from '../pages.ts'

/** `/report/kept`: reports that wait on this device for a connection. The browser keeps this page, too, and shows it offline. */
export function keptPages(pages: Pages): void {
  pages.get('/report/kept', async ({ here }) => {
    const { lang } = here
    return {
      page: (
        <Layout here={here} title={t(lang, 'page.citizen.kept.page')} at="report" personal>
          <div class="wide section narrow">
            <KeptList lang={lang} />
            <p>
              <a class="button" href={inLanguage(lang, '/report')}>
                {t(lang, 'page.citizen.kept.write')}
              </a>
            </p>
            <noscript>
              <p class="quiet">{t(lang, 'page.citizen.kept.noScripts')}</p>
            </noscript>
          </div>
        </Layout>
      ),
    }
  })
}
