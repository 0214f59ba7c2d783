import { spawn } from 'node:child_process'

/** @type {readonly NodeJS.Signals[]} */
const FORWARDED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
const PARENT_CHECK_MS = 500

/**
 * @typedef {object} Ending
 * @property {number | null} code
 * @property {NodeJS.Signals | null} signal
 * @property {boolean} wasAsked whether somebody told us, and so it, to end
 */

/**
 * Runs a program in place of this one: its output and its input are ours, and so are the signals.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<Ending>}
 */
export function runInOurPlace(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit', ...options })
    let wasAsked = false
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => {
      wasAsked = true
      child.kill(signal)
    }
    for (const signal of FORWARDED_SIGNALS) process.on(signal, forward)
    const stopWatching = whenNpmIsGone(() => forward('SIGTERM'))
    const stop = () => {
      for (const signal of FORWARDED_SIGNALS) process.off(signal, forward)
      stopWatching()
    }
    child.once('error', (error) => {
      stop()
      reject(error)
    })
    child.once('exit', (code, signal) => {
      stop()
      resolve({ code, signal, wasAsked })
    })
  })
}

/**
 * npm gives a signal to the shell between it and us, and that shell dies without passing it on.
 * @param {() => void} end
 */
function whenNpmIsGone(end) {
  if (process.env['npm_lifecycle_event'] === undefined) return () => undefined
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    end()
  }, PARENT_CHECK_MS)
  return () => clearInterval(timer)
}

/**
 * Ends this process as the other one ended.
 * @param {Ending} ending
 */
export function endLike({ code, signal }) {
  if (signal !== null) process.kill(process.pid, signal)
  else process.exitCode = code ?? 1
}

/**
 * Runs a program to its end and keeps what it prints.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & { echo?: boolean }} [options] `timeout` in
 *   milliseconds; with `echo` the output is shown as well
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runAndKeepOutput(file, args, { echo = false, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
    /** @type {Buffer[]} */
    const chunks = []
    const keep = (/** @type {Buffer} */ chunk) => {
      chunks.push(chunk)
      if (echo) process.stderr.write(chunk)
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    const end = (/** @type {number} */ code, note = '') =>
      resolve({ code, output: Buffer.concat(chunks).toString('utf8') + note })
    child.once('error', (error) => end(1, error.message))
    child.once('close', (code, signal) =>
      end(code ?? 1, signal === null ? '' : `ended by ${signal}\n`),
    )
  })
}
