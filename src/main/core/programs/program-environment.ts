/** All that a program finds in its environment: nothing of ours, and no folder in which it would find others. */
export function environmentFor(
  folder: string,
  platform: NodeJS.Platform,
): Readonly<Record<string, string>> {
  const nowhere = platform === 'win32' ? 'NUL' : '/dev/null'
  return {
    ...{ LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', TERM: 'dumb', PATH: '/nonexistent' },
    ...{ HOME: '/nonexistent', XDG_CONFIG_HOME: '/nonexistent' },
    ...gitEnvironment(folder, nowhere),
    // Programs of MSYS would fill in `*` by themselves, and take slashes for paths.
    ...(platform === 'win32' && {
      SystemRoot: 'C:\\Windows',
      MSYS: 'noglob',
      MSYS_NO_PATHCONV: '1',
    }),
  }
}

/** With its own folder named, git looks for no other one, and no setting sends it elsewhere. */
function gitEnvironment(folder: string, nowhere: string): Record<string, string> {
  return {
    GIT_DIR: `${folder}/.git`,
    GIT_COMMON_DIR: `${folder}/.git`,
    GIT_WORK_TREE: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_SYSTEM: nowhere,
    GIT_CONFIG_GLOBAL: nowhere,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: '',
    GIT_PAGER: 'cat',
    GIT_CEILING_DIRECTORIES: folder,
  }
}
