/** One line of the report. */
export interface Row {
  readonly name: string
  readonly measured: string
  /** What it is compared with, measured in the same run. */
  readonly reference: string
  /** Ours divided by the reference, in the figure the goal is about; null where there is nothing to divide. */
  readonly ratio: number | null
  readonly goal: string
  readonly met: boolean
}

const HEADINGS = ['row', 'Port 8000', 'reference, same run', 'ratio', 'goal', 'met'] as const

/** The rows as a Markdown table, so that it reads in a terminal and in a note. */
export function toTable(rows: readonly Row[]): string {
  const lines = [HEADINGS, ...rows.map(cellsOf)]
  const widths = HEADINGS.map((_, column) =>
    Math.max(...lines.map((cells) => cells[column]?.length ?? 0)),
  )
  const toLine = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [toLine(HEADINGS), rule, ...rows.map((row) => toLine(cellsOf(row)))].join('\n')
}

function cellsOf({ name, measured, reference, ratio, goal, met }: Row): readonly string[] {
  return [name, measured, reference, ratio?.toFixed(2) ?? '–', goal, met ? 'yes' : 'NO']
}
