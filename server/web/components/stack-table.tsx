import type { ComponentChildren } from 'preact'

interface StackTableProps {
  /** The heading that names the table. */
  readonly labelledBy: string
  readonly heads: readonly string[]
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly ComponentChildren[])[]
}

/** A table whose rows stand as blocks on a phone. Browsers forget then that it is a table, so the roles say it. */
export function StackTable({ labelledBy, heads, rows }: StackTableProps) {
  /* biome-ignore-start lint/a11y/noRedundantRoles: see above */
  return (
    <table class="stack" role="table" aria-labelledby={labelledBy}>
      <thead role="rowgroup">
        <tr role="row">
          {heads.map((head) => (
            <th role="columnheader" scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(([first, ...rest]) => (
          <tr role="row">
            <th role="rowheader" scope="row">
              {first}
            </th>
            {rest.map((cell, i) => (
              <td role="cell" data-label={heads[i + 1]}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
  /* biome-ignore-end lint/a11y/noRedundantRoles: see above */
}
