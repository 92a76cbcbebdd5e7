import { confirmFollower, removeFollower } from '../../../db/followers.ts'
import { FOLLOW_LIMIT, findFollowerBy } from '../../cases/follow.ts'
import type { Asked, Pages, Shown } from '../pages.ts'
import { FollowPage } from './follow.tsx'

/**
 * `/follow/{token}`: the link in a mail to whoever follows a case. Reading changes nothing: mail programs and their guards
 * open every link before people do.
 */
export function followPages(pages: Pages): void {
  const { app, deps } = pages

  pages.get('/follow/:token', (asked) => show(asked))

  pages.post(
    '/follow/:token',
    async (asked) => {
      const { here, params, form } = asked
      const follower = await findFollowerBy(deps, params.token!)
      if (follower && form.do === 'confirm') {
        await confirmFollower(deps.sql, follower.id, here.now)
        return { to: `/follow/${params.token}` }
      }
      if (follower && form.do === 'leave') {
        await removeFollower(deps.sql, follower.id)
        return { page: <FollowPage here={here} token={params.token!} number={follower.number} state="left" /> }
      }
      return show(asked)
    },
    { rateLimit: { ...FOLLOW_LIMIT, max: 60 } },
  )

  // One press in a mail program (RFC 8058): no page, no cookie, no question.
  app.post('/follow/:token', { schema: { hide: true } }, async (request, reply) => {
    const follower = await findFollowerBy(deps, (request.params as { token: string }).token)
    if (follower) await removeFollower(deps.sql, follower.id)
    return reply.code(200).type('text/plain; charset=utf-8').send('OK')
  })

  async function show({ here, params, reply }: Asked): Promise<Shown> {
    reply.header('x-robots-tag', 'noindex').header('referrer-policy', 'no-referrer')
    const follower = await findFollowerBy(deps, params.token!)
    const state = follower ? (follower.confirmed ? 'on' : 'asked') : 'gone'
    return {
      page: <FollowPage here={here} token={params.token!} number={follower?.number ?? null} state={state} />,
      status: follower ? 200 : 410,
    }
  }
}
