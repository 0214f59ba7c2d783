// Measures one entry of the report in a process of its own, which is also its load generator: nothing that was measured
// before is on its heap. Started by main.ts, which gets the rows as a message.
import { rows } from './rows.ts'

const [name = '', bigDirectory = ''] = process.argv.slice(2)
const measured = await rows[name]?.measure(bigDirectory)
process.send?.(measured ?? null, () => {
  // Agents and browsers may keep the process up.
  process.exit(0)
})
