/**
 * A process of its own for the lock's tests, run by Node as it is: `node lock-holder.ts <directory>`. Prints `locked` and
 * holds the lock until its input ends, or prints why it did not get it.
 */
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'

const sources = pathToFileURL(`${process.cwd()}/src/`).href

// Node strips types by itself, but knows neither our path aliases nor imports without an ending.
registerHooks({
  resolve(specifier, context, nextResolve) {
    const target = specifier.replace(/^@(?=main\/|shared\/)/, sources)
    const isOurs =
      target !== specifier || (specifier.startsWith('./') && context.parentURL?.startsWith(sources))
    return nextResolve(isOurs ? `${target}.ts` : target, context)
  },
})

const { lockDataDirectory } = await import('@main/storage/sqlite/lock-data-directory')
try {
  const lock = lockDataDirectory(process.argv[2] ?? '')
  process.stdout.write('locked\n')
  process.stdin.resume().once('end', () => lock.release())
} catch (error) {
  process.stdout.write(`${String(error)}\n`)
}
