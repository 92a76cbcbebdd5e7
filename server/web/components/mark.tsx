/** The mark: the sun on the line. Always beside the name, so it says nothing by itself. */
export function Mark({ size = 34 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="2 3 28 24" aria-hidden="true" focusable="false">
      <path d="M8.500 21a7.500 7.500 0 0 1 15 0z" fill="#fec50c" />
      <path d="M4 22.500h24" stroke="#fff" stroke-width="2.500" stroke-linecap="round" />
      <path
        d="M16 6v4M6.500 11l2.700 2.400M25.500 11l-2.700 2.400"
        stroke="#fec50c"
        stroke-width="2.400"
        stroke-linecap="round"
      />
    </svg>
  )
}
