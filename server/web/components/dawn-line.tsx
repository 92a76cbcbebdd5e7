import type { Dawn, DawnState } from '../../../shared/domain/dawn.ts'

/** The promised hour stands here, in per cent of the width; the rest is for what is late. */
const EDGE = 84
const START = 2
const END = 97
const RAYS = [0, 45, 90, 135, 180, 225, 270, 315].map((degrees) => {
  const angle = (degrees * Math.PI) / 180
  const at = (r: number) => [Math.cos(angle) * r, Math.sin(angle) * r].map((n) => n.toFixed(1)) as [string, string]
  return [...at(10.5), ...at(13.5)] as const
})

/** Per cent of the width. What is late grows fast at first and then slowly, and never leaves the picture. */
function place(sun: number): number {
  if (sun <= 1) return START + sun * (EDGE - START)
  return EDGE + (END - EDGE) * (1 - 1 / (1 + (sun - 1) * 2))
}

/** How the line is drawn: a late answer looks like an answer that came behind the edge. */
const LOOK: Readonly<Record<DawnState, string>> = {
  waiting: 'waiting',
  soon: 'soon',
  missed: 'missed',
  raised: 'raised',
  met: 'met',
  late: 'late',
  done: 'done',
}

/** The line by itself; the words and the hour always stand beside it (Clock), so it is hidden from readers of text. */
export function DawnLine({ dawn, small = false }: { dawn: Dawn; small?: boolean }) {
  const x = place(dawn.sun)
  const late = x > EDGE
  const percent = (value: number) => `${value.toFixed(1)}%`
  return (
    <svg class={`dawn dawn--${LOOK[dawn.state]}${small ? ' dawn--small' : ''}`} aria-hidden="true" focusable="false">
      <line class="dawn__way" x1={percent(START)} x2={percent(EDGE)} y1="60%" y2="60%" />
      <line class="dawn__past" x1={percent(START)} x2={percent(Math.min(x, EDGE))} y1="60%" y2="60%" />
      {late && <line class="dawn__late" x1={percent(EDGE)} x2={percent(x)} y1="60%" y2="60%" />}
      <circle class="dawn__start" cx={percent(START)} cy="60%" r="4.5" />
      <line class="dawn__edge" x1={percent(EDGE)} x2={percent(EDGE)} y1="20%" y2="100%" />
      <svg x={percent(x)} y="60%" overflow="visible" aria-hidden="true" focusable="false">
        {RAYS.map(([x1, y1, x2, y2]) => (
          <line class="dawn__ray" x1={x1} y1={y1} x2={x2} y2={y2} />
        ))}
        <circle class="dawn__sun" r="7.5" />
      </svg>
    </svg>
  )
}
