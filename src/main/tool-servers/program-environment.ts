/** What programs need to find others, their files and their language; nothing that anybody set for Port 8000. */
const PASSED_ON = [
  ...['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'USER', 'LOGNAME'],
  ...['SYSTEMROOT', 'WINDIR', 'PATHEXT', 'APPDATA', 'LOCALAPPDATA', 'PROGRAMFILES', 'USERPROFILE'],
  'TEMP',
]

/** The environment of a tool server's program: a few variables of ours, and those that its owner set. */
export function programEnvironment(
  own: readonly { readonly name: string; readonly value: string }[],
  ours: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  const passed = PASSED_ON.flatMap((name) => {
    const value = ours[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries([...passed, ...own.map(({ name, value }) => [name, value] as const)])
}
