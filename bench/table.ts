/** One line of the report. `met` is null where there is nothing to compare with. */
export interface Row {
  readonly name: string
  readonly measured: string
  readonly reference: string
  readonly goal: string
  readonly met: boolean | null
}

const COLUMNS = ['name', 'measured', 'reference', 'goal'] as const
const HEADINGS: Readonly<Record<(typeof COLUMNS)[number], string>> = {
  name: 'row',
  measured: 'Port 8000',
  reference: 'bare engine, same run',
  goal: 'goal',
}

/** The rows as a Markdown table, so that it reads in a terminal and in a note. */
export function toTable(rows: readonly Row[]): string {
  const width = (column: (typeof COLUMNS)[number]): number =>
    Math.max(HEADINGS[column].length, ...rows.map((row) => row[column].length))
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    line([...COLUMNS.map((column) => HEADINGS[column].padEnd(width(column))), 'met']),
    line([...COLUMNS.map((column) => '-'.repeat(width(column))), '---']),
    ...rows.map((row) =>
      line([...COLUMNS.map((column) => row[column].padEnd(width(column))), metOf(row)]),
    ),
  ].join('\n')
}

function metOf({ met }: Row): string {
  if (met === null) return ' – '
  return met ? 'yes' : 'NO '
}
