import { expect, it } from 'vitest'
import { defaultDataDirectory } from '@main/platform/paths'

it.each([
  ['linux', {}, '/home/ada/.config/Port 8000'],
  ['linux', { XDG_CONFIG_HOME: '/mnt/config' }, '/mnt/config/Port 8000'],
  ['linux', { XDG_CONFIG_HOME: '' }, '/home/ada/.config/Port 8000'],
  ['darwin', { XDG_CONFIG_HOME: '/mnt/config' }, '/home/ada/Library/Application Support/Port 8000'],
  ['win32', { APPDATA: '/roaming' }, '/roaming/Port 8000'],
  ['win32', {}, '/home/ada/AppData/Roaming/Port 8000'],
] as const)('on %s with %j the data is in %s', (platform, env, expected) => {
  expect(defaultDataDirectory({ platform, env, directory: '/home/ada' })).toBe(expected)
})
