// npm run migrate: brings the database up to date and loads the reference data; any number of instances at once.
import { openDeps } from './support/open.ts'

const { deps, close } = await openDeps()
try {
  const [row] = await deps.sql<{ count: number }[]>`select count(*)::int as count from drizzle.__drizzle_migrations`
  console.log(
    `The database is up to date: ${row!.count} migrations, reference data stamp ${deps.world.reference.stamp}.`,
  )
} finally {
  await close()
}
