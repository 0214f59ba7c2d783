import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

/** The system's Chromium, the light one without any window first; else Playwright's own. */
const SYSTEM_CHROMIUMS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']
const executablePath = SYSTEM_CHROMIUMS.find((path) => existsSync(path))

export default defineConfig({
  outputDir: 'test-results',
  tsconfig: './tsconfig.screens.json',
  forbidOnly: true,
  fullyParallel: false,
  // Each test starts a controller of its own; two at a time is what two cores carry.
  workers: 2,
  // A machine that does something else meanwhile may make a browser miss a deadline; what needs it is named in the report.
  retries: process.env['CI'] === 'true' ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  projects: [
    {
      name: 'browser',
      testDir: 'test/browser',
      use: {
        browserName: 'chromium',
        screenshot: 'only-on-failure',
        launchOptions: {
          ...(executablePath === undefined ? {} : { executablePath }),
          // Chromium has no sandbox for root, which is what a bare CI machine runs as.
          args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
        },
      },
    },
    { name: 'desktop', testDir: 'test/desktop', use: { screenshot: 'only-on-failure' } },
  ],
})
