// Loaded into the measured controller with --import, beside the product and no part of it: answers questions over IPC.
import { monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION_MS = 2
const NS_PER_MS = 1_000_000

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
delay.enable()

process.on('message', (question) => {
  if (question === 'loop-delay') {
    // What is recorded is the time between two looks, so the time they are meant to be apart comes off.
    const late = (ns: number): number => Math.max(0, ns / NS_PER_MS - RESOLUTION_MS)
    process.send?.({ p99: late(delay.percentile(99)), max: late(delay.max) })
    delay.reset()
  } else {
    globalThis.gc?.()
    const { rss, heapUsed } = process.memoryUsage()
    process.send?.({ resident: rss, heap: heapUsed })
  }
})
// The controller must be able to end though somebody could still ask.
process.channel?.unref()
