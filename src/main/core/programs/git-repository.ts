import type { Disk } from './path-guard'
import { RefusedCommand } from './refused-command'

const MAX_SETTINGS = 262_144
/** Settings that name programs or other files and that no option of git's undoes. Wherever it stands: too much is refused. */
const UNTAMED = /\[\s*(?:include|includeif|filter)\b/i

/**
 * Git looks at the repository whose root is the folder, and only where what it says of itself can be made harmless. Throws
 * `RefusedCommand`.
 */
export async function requireTameRepository(
  disk: Pick<Disk, 'look' | 'readText'>,
  folder: string,
): Promise<void> {
  const own = `${folder}/.git`
  const found = await disk.look(own)
  const isOwn = found !== null && found !== 'nowhere' && found.kind === 'folder'
  if (!isOwn || !isSame(found.real, own))
    throw new RefusedCommand(
      'git-repository',
      'Git works only where the folder that was granted is itself the root of a repository.',
    )
  for (const name of ['config', 'config.worktree']) {
    const settings = await disk.readText(`${own}/${name}`, MAX_SETTINGS)
    if (settings !== null && (settings.length >= MAX_SETTINGS || UNTAMED.test(settings)))
      throw new RefusedCommand(
        'git-settings',
        "This repository's own settings name programs or other files (filter, include), so git is not run in it.",
      )
  }
}

function isSame(one: string, other: string): boolean {
  return one.replaceAll('\\', '/') === other.replaceAll('\\', '/')
}
