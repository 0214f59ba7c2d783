import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createBot } from './create-bot'
import { argumentsFor, expect, launchOptions, test } from './fixtures'

/** Asked for when a test runs: where there is no runtime, the tests can still be listed. */
const electronPath = () => createRequire(import.meta.url)('electron') as unknown as string

/** The application as a program: what it prints, and how it ends. */
function runProgram(args: readonly string[]) {
  const child = spawn(electronPath(), args, launchOptions)
  let output = ''
  const keep = (part: Buffer) => (output += part.toString())
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { ended, output: () => output, stop: () => child.kill('SIGTERM') }
}

test('opens although the port is taken, says so, and listens on another one', async ({
  launch,
}) => {
  const holder = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => holder.once('listening', resolve))
  const { port } = holder.address() as AddressInfo
  try {
    const { page } = await launch(`--port=${port}`)
    const notice = page.getByText('Browsers and scripts cannot connect.').locator('..')
    await expect(notice).toContainText(String(port))
    await expect(page.getByRole('log').getByRole('article')).toContainText('I am the Guide')

    const free = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => free.once('listening', resolve))
    const other = (free.address() as AddressInfo).port
    await new Promise((resolve) => free.close(resolve))
    await page.getByRole('textbox', { name: 'Listen on port' }).fill(String(other))
    await page.getByRole('button', { name: 'Listen' }).click()
    await expect(notice).toBeHidden()
    const health = await fetch(`http://127.0.0.1:${other}/health`)
    expect(await health.json()).toMatchObject({ version: expect.any(String) })
  } finally {
    holder.close()
  }
})

test('a reply that was being made when the application quit is there, as interrupted', async ({
  launch,
  ollama,
}) => {
  ollama.setFault({ kind: 'hang', afterTokens: 3 })
  const first = await launch()
  await createBot(first.page, 'Tutor')
  await first.page.getByRole('textbox', { name: 'Message to Tutor' }).fill('Tell me something')
  await first.page.getByRole('button', { name: 'Send' }).click()
  const reply = first.page.getByRole('log').getByRole('article').last()
  await expect(reply).toContainText(/\w/)
  await expect.poll(() => ollama.tokensSent).toBe(3)
  await first.app.close()

  const { page } = await launch()
  await page.getByRole('button', { name: /^Tutor / }).click()
  const log = page.getByRole('log')
  await expect(log).toContainText('Tell me something')
  await expect(log).toContainText('Hello! I am')
  await expect(log).toContainText('The reply broke off')
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toHaveCount(0)
})

test('a second start shows the first one’s window and ends', async ({ launch, dataDirectory }) => {
  const { app } = await launch()
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  const second = runProgram(argumentsFor(dataDirectory, '--port=0'))
  expect(await second.ended).toBe(0)
  expect(second.output()).toContain('Port 8000 runs on this data folder already.')
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
    .toBe(true)
  expect(app.windows()).toHaveLength(1)
})

test('a damaged database is reported and left as it is', async ({ dataDirectory }) => {
  const file = join(dataDirectory, 'port8000.db')
  const damaged = Buffer.alloc(8_192, 'not a database ')
  writeFileSync(file, damaged)
  const program = runProgram(argumentsFor(dataDirectory, '--port=0'))
  await expect.poll(program.output).toContain(file)
  program.stop()
  expect(await program.ended).toBe(1)
  expect(readFileSync(file).equals(damaged)).toBe(true)
})

test('a slip on the command line is one line and exit code 2', async ({ dataDirectory }) => {
  for (const [flag, word] of [
    ['--ports=1', '--ports'],
    ['--port=many', '--port'],
    ['--host=example.org', '--host'],
  ] as const) {
    const program = runProgram(argumentsFor(dataDirectory, flag))
    expect(await program.ended).toBe(2)
    const lines = program
      .output()
      .split('\n')
      .filter((line) => line.includes(word))
    expect(lines).toHaveLength(1)
  }
})
